export { n as readYamlDocument } from "./yaml-DYQwnkkQ.js";
