export { t as connectEngine } from "./connection-BsDfGV_o.js";
