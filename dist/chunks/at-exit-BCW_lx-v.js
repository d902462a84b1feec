export { t as atExit } from "./at-exit-lyBGbH02.js";
