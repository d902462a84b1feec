export { t as reportJson } from "./json-pBRrfgnq.js";
