export { n as ContentCache } from "./content-cache-CbabLWBP.js";
