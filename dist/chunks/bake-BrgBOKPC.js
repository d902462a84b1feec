export { t as bake } from "./bake-D5_YmLOy.js";
