export { i as secretVariablePrefix } from "./secret-name-B0Eo7gCJ.js";
