export { t as gateFor } from "./gate-DzRHZY9p.js";
