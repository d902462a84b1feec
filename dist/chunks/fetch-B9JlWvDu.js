export { t as fetchTemplates } from "./fetch-wOcx0yzj.js";
