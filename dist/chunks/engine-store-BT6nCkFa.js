export { t as EngineStore } from "./engine-store-Cvt_8h9a.js";
