export { t as chooseTemplate } from "./template-of-hOtCcTdA.js";
