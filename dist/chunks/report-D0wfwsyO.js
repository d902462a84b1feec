export { n as tally } from "./report-CtCQ3i6F.js";
