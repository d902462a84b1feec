export { n as ContentCache } from "./content-cache-BH_ycFfZ.js";
