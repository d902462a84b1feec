export { n as readStandardInput } from "./standard-input-CdIR9eXb.js";
