export { t as defaultSettings, n as loadSettings } from "./settings-Bru_iWhZ.js";
