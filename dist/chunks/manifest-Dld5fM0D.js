export { i as readManifest } from "./manifest-zlNsenRd.js";
