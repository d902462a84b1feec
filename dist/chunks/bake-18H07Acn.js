export { t as bake } from "./bake-9Y_4kFnf.js";
