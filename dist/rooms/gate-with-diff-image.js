import { bakedTree } from "./image.js";
import { shownDifference } from "./secret-with-diff.js";
import { compareTree, differenceFinding, observeDirectory } from "./tree.js";
import { existsSync } from "node:fs";
// src/gate/staged-identity.ts
const remedy = "Run `identikit fetch --prune`, which stages the identity again.";
function checkStagedIdentity(identity, directory, shown) {
	const expected = bakedTree(identity);
	if (!existsSync(directory)) return [{
		code: "DOCKERFILE_SOURCE_MISSING",
		severity: "error",
		path: shown,
		expected: expected.digest,
		actual: null,
		remedy,
		subject: `staged identity ${shown}`
	}];
	const seen = observeDirectory(directory, { withBytes: true });
	const bytesOf = new Map(seen.map(({ path, bytes }) => [path, bytes]));
	return compareTree(expected, seen).map((difference) => ({
		...differenceFinding(difference, remedy, `staged identity ${shown}`),
		...difference.code === "FILE_CHANGED" && shownDifference(expected.get(difference.path)?.bytes, bytesOf.get(difference.path))
	}));
}
export { checkStagedIdentity };
