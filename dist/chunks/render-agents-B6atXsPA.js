export { t as renderAgents } from "./render-agents-DDWDgXb-.js";
