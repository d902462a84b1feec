export { t as chooseTemplate } from "./template-of-D_F9TJ1k.js";
