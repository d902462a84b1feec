export { t as renderAgents } from "./render-agents-B13z_7--.js";
