export { t as bake } from "./bake-CY0cPVec.js";
