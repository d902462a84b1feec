export { t as createFileIn, n as sweepTemporaries, r as writeFileAtomically, i as writeFileIn } from "./atomic-file-DKu0MUVs.js";
