export { t as fetchTemplates } from "./fetch-Ddtt0UVO.js";
