export { t as fetchTemplates } from "./fetch-C5_jSQM-.js";
