export { t as importBundle } from "./import-bundle--6Vcwcc5.js";
