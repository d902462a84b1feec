export { i as secretVariablePrefix } from "./secret-name-DgpS6MAe.js";
