export { t as gateFor } from "./gate-BV3HP5tS.js";
