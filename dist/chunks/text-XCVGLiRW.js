export { r as reportText } from "./text-B6Kyl_hh.js";
