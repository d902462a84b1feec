export { n as ContentCache } from "./content-cache-DLeC8REt.js";
