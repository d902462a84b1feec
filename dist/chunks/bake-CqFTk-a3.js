export { t as bake } from "./bake-CHUGR9_5.js";
