export { n as readStandardInput } from "./standard-input-CTnk0Qyj.js";
