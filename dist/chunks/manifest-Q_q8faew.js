export { i as readManifest } from "./manifest-vFHlr_9e.js";
