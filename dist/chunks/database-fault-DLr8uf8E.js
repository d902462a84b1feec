export { t as displayName } from "./database-fault-BUrJb-2M.js";
