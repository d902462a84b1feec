export { t as createFileIn, n as sweepTemporaries, r as writeFileAtomically, i as writeFileIn } from "./atomic-file-BStC4gde.js";
