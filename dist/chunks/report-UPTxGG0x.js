export { n as tally } from "./report-BZ7rZmHh.js";
