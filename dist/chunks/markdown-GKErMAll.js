export { t as reportMarkdown } from "./markdown-Dvse9lLV.js";
