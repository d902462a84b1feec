export { t as Registries } from "./registries-CyIHYbrf.js";
