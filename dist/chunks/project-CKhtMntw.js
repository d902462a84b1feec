export { r as workPath } from "./project-kgkq-uzg.js";
