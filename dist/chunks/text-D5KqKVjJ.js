export { r as reportText } from "./text-DWmZOLHA.js";
