export { n as readYamlDocument } from "./yaml-Bmi_x9oI.js";
