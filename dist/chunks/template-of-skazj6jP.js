export { t as chooseTemplate } from "./template-of-KwokZatf.js";
