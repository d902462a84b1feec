export { n as displayName } from "./database-fault-SE4J6KjF.js";
