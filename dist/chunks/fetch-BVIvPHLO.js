export { t as fetchTemplates } from "./fetch-DuLm76e1.js";
