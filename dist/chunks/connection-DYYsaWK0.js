export { t as connectEngine } from "./connection-CXAZLNRQ.js";
