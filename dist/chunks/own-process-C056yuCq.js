export { t as dieOf, n as openOwnProcess, r as outputIsTerminal, i as setExitCode, a as typedArguments } from "./own-process-R00k8JbZ.js";
