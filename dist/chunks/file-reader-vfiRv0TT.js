export { t as readFileIn } from "./file-reader-Ce4qlbTD.js";
