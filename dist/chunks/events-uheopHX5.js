export { t as EventFile } from "./events-BU3pMCOL.js";
