export { r as readText } from "./text-C2QxcQzC.js";
