export { r as readText } from "./text-D281y5RO.js";
