export { t as gateFor } from "./gate-Di0y-XPt.js";
