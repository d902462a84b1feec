export { t as gateFor } from "./gate-CpBZqOUN.js";
