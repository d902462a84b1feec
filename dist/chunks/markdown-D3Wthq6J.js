export { t as reportMarkdown } from "./markdown-OWfhMXpQ.js";
