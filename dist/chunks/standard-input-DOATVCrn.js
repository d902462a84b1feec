export { n as readStandardInput } from "./standard-input-B50QtJe8.js";
