export { t as renderAgents } from "./render-agents-BiFwr8z3.js";
