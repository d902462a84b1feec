export { t as readFileIn } from "./file-reader-S66von3J.js";
