export { t as formatPlan, n as parsePlan, r as planImport } from "./plan-B-D2xmRa.js";
