export { t as EngineStore } from "./engine-store-BH3QpaQs.js";
