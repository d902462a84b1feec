export { t as reportMarkdown } from "./markdown-B1JT9utK.js";
