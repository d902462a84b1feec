export { n as ContentCache } from "./content-cache-CLtCexLZ.js";
