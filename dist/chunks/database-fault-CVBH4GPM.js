export { t as displayName } from "./database-fault-BIYIhDoB.js";
