export { t as createFileIn, n as sweepAbandoned, r as sweepTemporaries, i as writeFileAtomically, a as writeFileIn } from "./atomic-file-ChCRe45G.js";
