export { t as loadRows } from "./load-rows-eJfARLGa.js";
