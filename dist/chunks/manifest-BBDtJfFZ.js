export { i as readManifest } from "./manifest-BokbY7Sd.js";
