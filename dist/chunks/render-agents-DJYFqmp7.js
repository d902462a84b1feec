export { t as renderAgents } from "./render-agents-CSMHaAea.js";
