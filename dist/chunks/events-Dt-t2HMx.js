export { t as EventFile } from "./events-DQByWrHn.js";
