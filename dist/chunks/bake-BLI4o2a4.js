export { t as bake } from "./bake-Do4a2YtA.js";
