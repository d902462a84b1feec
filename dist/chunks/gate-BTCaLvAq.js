export { t as gateFor } from "./gate-C-7H8vKy.js";
