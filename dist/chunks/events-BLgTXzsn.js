export { t as EventFile } from "./events-DHU266xm.js";
