export { t as version } from "./version-7k_YOb2b.js";
