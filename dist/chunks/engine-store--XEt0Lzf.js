export { t as EngineStore } from "./engine-store-D_rAZxoA.js";
