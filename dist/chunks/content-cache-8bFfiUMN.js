export { n as ContentCache } from "./content-cache-CzefPL9C.js";
