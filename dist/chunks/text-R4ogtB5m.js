export { r as readText } from "./text-D88gL1uz.js";
