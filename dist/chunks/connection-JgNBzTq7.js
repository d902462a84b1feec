export { t as connectEngine } from "./connection-Bx_dOvTS.js";
