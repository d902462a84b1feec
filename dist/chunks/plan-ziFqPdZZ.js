import "./rolldown-runtime-DqgWs3Hx.js";
import { t as checkDocument } from "./check-BJs0Hux_.js";
import { a as boolean, d as number, h as strictObject, l as literal, o as custom } from "./zod-BjridcMG.js";
import { t as parseJson } from "./json-VTGreyeJ.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { o as bundleDigest } from "./export-bundle-Cgl6eD3M.js";
import { n as BundleReader, t as compareBundle } from "./compare-bundle-D6mTNJvA.js";
import { t as changeOf } from "./row-change-DdTWgFWQ.js";
import { t as RowChecker } from "./row-check-C706Pmpx.js";
/**
* What importing a bundle would do: every row that would be created, changed or deleted. Nothing is written, and no
* secret is shown.
* @throws {IdentikitError} `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`, `ROW_INVALID`, `FILE_UNREADABLE`, `DATABASE_FAILED`
*/
function planImport(options) {
	let { database, file, prune = !1, onChange } = options, counts = {
		create: 0,
		change: 0,
		delete: 0
	}, checker = new RowChecker();
	return database.transaction("read", async (session) => {
		using bundle = new BundleReader(file);
		let walk = compareBundle(session, bundle, database.signal);
		for (let step = await walk.next();; step = await walk.next()) {
			if (step.done) return {
				bundle: bundleDigest(bundle.header),
				base: step.value,
				prune,
				counts
			};
			for (let { shape, bundle: after, database: before } of step.value) {
				if (after) checker.check(shape, after);
				else if (!prune) continue;
				let change = changeOf(shape, before, after);
				counts[change.kind]++, onChange?.(change);
			}
		}
	});
}
const digest = custom((value) => typeof value == "string" && isDigest(value), "is not a digest"), count = number().int().nonnegative(), planSchema = strictObject({
	format: literal("identikit-config-plan"),
	version: literal(1),
	bundle: digest,
	base: digest,
	prune: boolean(),
	counts: strictObject({
		create: count,
		change: count,
		delete: count
	})
});
/** A plan as the text of the file that `config import --plan` takes. */
function formatPlan({ bundle, base, prune, counts }) {
	return `${JSON.stringify({
		format: "identikit-config-plan",
		version: 1,
		bundle,
		base,
		prune,
		counts
	}, void 0, 2)}\n`;
}
/** @throws {IdentikitError} `DOCUMENT_INVALID` */
function parsePlan(text, name) {
	let { bundle, base, prune, counts } = checkDocument(parseJson(text, name), planSchema, "DOCUMENT_INVALID");
	return {
		bundle,
		base,
		prune,
		counts
	};
}
export { parsePlan as n, planImport as r, formatPlan as t };
