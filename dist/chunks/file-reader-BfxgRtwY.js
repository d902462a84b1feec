export { t as readFileIn } from "./file-reader-DqTdJX5n.js";
