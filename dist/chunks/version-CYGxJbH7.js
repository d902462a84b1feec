export { t as version } from "./version-CUozDK-N.js";
