export { t as reportSarif } from "./sarif-Bt0S8PhJ.js";
