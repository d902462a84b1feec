export { t as loadRows } from "./load-rows-BilfvH6L.js";
