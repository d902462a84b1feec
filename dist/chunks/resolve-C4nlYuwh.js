export { n as resolveAgent } from "./resolve-BX7_BrhU.js";
