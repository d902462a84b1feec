export { n as tally } from "./report-B67fYwoG.js";
