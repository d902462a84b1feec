export { n as ContentCache } from "./content-cache-Dmeq6pAm.js";
