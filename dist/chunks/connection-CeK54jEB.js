export { t as connectEngine } from "./connection-gAcVxvzK.js";
