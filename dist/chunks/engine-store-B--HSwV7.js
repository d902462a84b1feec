export { t as EngineStore } from "./engine-store-CVO89qNW.js";
