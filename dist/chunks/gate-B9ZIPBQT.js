export { t as gateFor } from "./gate-D5BWbcLi.js";
