export { t as reportMarkdown } from "./markdown-suxPZEOY.js";
