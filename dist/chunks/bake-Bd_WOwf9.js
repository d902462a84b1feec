export { t as bake } from "./bake-DFJXWhuJ.js";
