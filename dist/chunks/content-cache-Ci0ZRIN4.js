export { n as ContentCache } from "./content-cache-BTCNQG_e.js";
