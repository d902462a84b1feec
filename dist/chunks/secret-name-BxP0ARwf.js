export { i as secretVariablePrefix } from "./secret-name-JgPOVmgS.js";
