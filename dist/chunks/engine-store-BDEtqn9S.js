export { t as EngineStore } from "./engine-store-DDQcuwmg.js";
