export { n as readYamlDocument } from "./yaml-syEMs7UK.js";
