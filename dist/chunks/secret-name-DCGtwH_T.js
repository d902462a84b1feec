export { i as secretVariablePrefix } from "./secret-name-BOd28EES.js";
