export { t as reportSarif } from "./sarif-25wD2L5t.js";
