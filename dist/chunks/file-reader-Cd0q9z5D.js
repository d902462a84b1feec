export { t as readFileIn } from "./file-reader-nJ_ZePbv.js";
