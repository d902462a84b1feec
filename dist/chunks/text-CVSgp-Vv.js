export { r as readText } from "./text-S_9FVD6H.js";
