export { t as formatPlan, n as parsePlan, r as planImport } from "./plan-0lt3qOei.js";
