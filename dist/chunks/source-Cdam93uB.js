export { n as defaultLimits } from "./source-EMPkLcXb.js";
