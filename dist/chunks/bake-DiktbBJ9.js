export { t as bake } from "./bake-DKSfD9Sw.js";
