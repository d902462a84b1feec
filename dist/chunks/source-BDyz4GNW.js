export { n as defaultLimits } from "./source-CUT0L1CC.js";
