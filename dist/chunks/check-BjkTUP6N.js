export { t as checkDocument } from "./check-BJs0Hux_.js";
