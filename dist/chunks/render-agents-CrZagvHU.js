export { t as renderAgents } from "./render-agents-C-H1yZAb.js";
