export { t as dieOf, n as openOwnProcess, r as setExitCode, i as typedArguments } from "./own-process-Cp73rYtr.js";
