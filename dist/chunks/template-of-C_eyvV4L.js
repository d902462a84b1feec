export { t as chooseTemplate } from "./template-of-BbPGMWM_.js";
