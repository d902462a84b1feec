export { t as createFileIn, n as sweepTemporaries, r as writeFileAtomically, i as writeFileIn } from "./atomic-file-D1F6NEJa.js";
