export { t as reportJson } from "./json-CyDa_BfS.js";
