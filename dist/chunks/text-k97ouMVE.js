export { r as reportText } from "./text-CNCY1-Ik.js";
