export { t as bake } from "./bake-UPj75NuH.js";
