export { t as displayName } from "./database-fault-V2xR8ykx.js";
