export { t as renderAgents } from "./render-agents-CNXqiEiC.js";
