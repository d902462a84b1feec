export { t as loadRows } from "./load-rows-BitU23jO.js";
