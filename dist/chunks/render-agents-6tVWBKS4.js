export { t as renderAgents } from "./render-agents-Doy_o2nr.js";
