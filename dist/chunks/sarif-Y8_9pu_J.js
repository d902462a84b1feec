export { t as reportSarif } from "./sarif-Cn7nB0s2.js";
