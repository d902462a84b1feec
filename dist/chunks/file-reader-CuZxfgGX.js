export { t as readFileIn } from "./file-reader-C_0Do9M1.js";
