export { t as fetchTemplates } from "./fetch-DAZJiZIs.js";
