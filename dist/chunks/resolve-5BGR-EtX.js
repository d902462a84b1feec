export { n as resolveAgent } from "./resolve-CIxRqkha.js";
