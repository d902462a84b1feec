export { t as checkDocument } from "./check-DZHK6oUf.js";
