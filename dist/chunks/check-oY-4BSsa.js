export { t as checkDocument } from "./check-BYUP4N7g.js";
