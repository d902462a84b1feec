export { t as EngineStore } from "./engine-store-Dv_IPR_f.js";
