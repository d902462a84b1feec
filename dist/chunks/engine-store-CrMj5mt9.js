export { t as EngineStore } from "./engine-store-DV73C5AO.js";
