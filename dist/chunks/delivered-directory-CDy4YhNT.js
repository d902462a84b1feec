import "./rolldown-runtime-DqgWs3Hx.js";
import { t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { i as treeOfObserved, t as observeDirectory } from "./directory-reader-CIov5Xvy.js";
import { i as readLedger } from "./delivery-ledger-CLZiXSTA.js";
import { t as ledgerPlace } from "./delivery-place-CQHvU-3g.js";
/**
* The ledger of a directory that `fetch` delivered; `undefined` where nothing was delivered there.
* @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with
*/
function deliveryOf(directory) {
	let { state, name } = ledgerPlace(directory);
	using opened = AnchoredDirectory.open(state);
	return readLedger(opened, name);
}
/**
* Whether a directory still holds what was delivered: every file as it was, and in `read`, what was just read of it,
* none besides.
* @throws {IdentikitError} `FILE_UNREADABLE`, `ENTRY_TYPE`
*/
function isAsDelivered(directory, ledger, read) {
	let files = new Set(ledger.files);
	if (!ledger.complete || [...read].some(({ path }) => !files.has(path))) return !1;
	let entries = observeDirectory(directory, {
		keep: (path, kind) => kind === "directory" || files.has(path),
		withBytes: !0
	});
	return treeOfObserved(entries, directory).digest === ledger.treeDigest;
}
export { deliveryOf, isAsDelivered };
