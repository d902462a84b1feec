export { n as displayName } from "./database-fault-CgW1AYZG.js";
