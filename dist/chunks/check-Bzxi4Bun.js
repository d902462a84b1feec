export { t as checkDocument } from "./check-6gJNNLQR.js";
