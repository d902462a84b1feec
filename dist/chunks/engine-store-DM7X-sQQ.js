export { t as EngineStore } from "./engine-store-Cvrp2RAS.js";
