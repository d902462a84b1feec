export { n as ContentCache } from "./content-cache-B0WUCFxw.js";
