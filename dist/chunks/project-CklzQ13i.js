export { r as workPath } from "./project-CsXEZEZz.js";
