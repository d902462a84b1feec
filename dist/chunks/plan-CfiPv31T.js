export { t as formatPlan, n as parsePlan, r as planImport } from "./plan-CxXCG0DY.js";
