export { t as connectEngine } from "./connection-BHt3zvnq.js";
