export { t as fetchTemplates } from "./fetch-BquvnnQX.js";
