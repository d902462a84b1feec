export { t as fetchTemplates } from "./fetch-oeU93k25.js";
