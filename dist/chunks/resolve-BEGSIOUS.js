export { n as resolveAgent } from "./resolve-DzQXJBnU.js";
