export { t as fetchTemplates } from "./fetch-lExl8V_D.js";
