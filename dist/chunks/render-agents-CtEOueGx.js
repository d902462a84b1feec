export { t as renderAgents } from "./render-agents-BteWmMJ8.js";
