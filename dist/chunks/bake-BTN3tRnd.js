export { t as bake } from "./bake-CHuhE0he.js";
