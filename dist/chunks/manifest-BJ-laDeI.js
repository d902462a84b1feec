export { i as readManifest } from "./manifest-D7vjWGvA.js";
