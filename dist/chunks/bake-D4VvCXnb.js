export { t as bake } from "./bake-CW_biyTk.js";
