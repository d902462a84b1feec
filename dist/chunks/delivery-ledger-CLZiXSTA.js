import { t as checkDocument } from "./check-BJs0Hux_.js";
import { a as boolean, g as string, h as strictObject, l as literal, r as array } from "./zod-BjridcMG.js";
import { t as parseJson } from "./json-VTGreyeJ.js";
import { t as decodeText } from "./text-C2QxcQzC.js";
import { a as writeFileIn } from "./atomic-file-ChCRe45G.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { o as unsafeReason } from "./path-BaLveIPn.js";
import { r as temporaryNameFor } from "./temporary-name-Bg8pnI25.js";
import { rmSync } from "node:fs";
const schema = strictObject({
	version: literal(1),
	template: string(),
	source: string(),
	commit: string().nullable(),
	treeDigest: string().refine(isDigest, "must be sha256:…"),
	complete: boolean(),
	files: array(string().refine((path) => unsafeReason(path) === void 0, "must be a safe path"))
});
/**
* The ledger of a place; `undefined` where nothing was delivered yet.
* @throws {IdentikitError} `DOCUMENT_INVALID` for one that was tampered with; `PATH_LINKED`, `ENTRY_TYPE`
*/
function readLedger(directory, name) {
	let file = readFileIn(directory, name, 8388608);
	if (!file) return;
	let path = `${directory.path}/${name}`;
	return checkDocument(parseJson(decodeText(file.bytes, path), path), schema, "DOCUMENT_INVALID");
}
/** Writes the ledger, first under the one temporary name that {@link clearLedgerLeftover} knows. */
function writeLedger(directory, name, ledger) {
	clearLedgerLeftover(directory, name);
	let text = `${JSON.stringify({
		version: 1,
		...ledger
	}, void 0, 1)}\n`;
	writeFileIn(directory, name, Buffer.from(text), { temporary: temporaryNameFor(name) });
}
/** Removes what a run that was killed while it wrote this ledger left. The caller holds the lock of the place. */
function clearLedgerLeftover(directory, name) {
	rmSync(directory.locate(temporaryNameFor(name)), { force: !0 });
}
/** The ledger to write before the first change: whatever happens then, every file that may be ours is in it. */
function ledgerBefore(before, next) {
	return {
		...next,
		complete: !1,
		files: [.../* @__PURE__ */ new Set([...before?.files ?? [], ...next.files])].sort()
	};
}
/** The paths of a tree as a ledger has them. */
function ledgerFiles(tree) {
	return [...tree].map((file) => file.path);
}
export { writeLedger as a, readLedger as i, ledgerBefore as n, ledgerFiles as r, clearLedgerLeftover as t };
