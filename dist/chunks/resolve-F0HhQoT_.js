export { n as resolveAgent } from "./resolve-C57E93Q0.js";
