export { n as defaultLimits } from "./source-Blbrh-je.js";
