export { t as EngineStore } from "./engine-store-6H3KYdZZ.js";
