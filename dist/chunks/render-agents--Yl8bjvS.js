export { t as renderAgents } from "./render-agents-D4YqClpP.js";
