export { n as readStandardInput } from "./standard-input-Dq0zyX1a.js";
