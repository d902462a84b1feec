export { t as readFileIn } from "./file-reader-BAhRdKBE.js";
