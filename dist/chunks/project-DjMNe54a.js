export { r as workPath } from "./project-DxrI9GlM.js";
