export { t as gateFor } from "./gate-DV3fJWjq.js";
