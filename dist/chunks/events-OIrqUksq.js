export { t as EventFile, r as toAll } from "./events-B2BNre2L.js";
