export { t as version } from "./version-3P83a5MN.js";
