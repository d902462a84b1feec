import { ownConfigPaths } from "./config.js";
import { readText } from "./document.js";
import { asFault } from "../start/faces.js";
import { findSecretsIn } from "./template.js";
import { join } from "node:path";
// src/validate/credentials.ts
async function checkCredentials(root, names, accepted, findings) {
	const texts = ownConfigPaths(root, names).flatMap((path) => textOf(root, path, findings));
	for (const { path, line, kind, fingerprint } of await findSecretsIn(texts)) {
		if (accepted.accepts({
			template: void 0,
			path,
			rule: kind,
			fingerprint
		})) continue;
		const problem = `this looks like a credential (${kind})`;
		const remedy = `Revoke it, take it out of the file's history, and write \${SECRET:NAME} in its place. If it is no credential, accept it in ${accepted.file}.`;
		findings.at(path, { line }, {
			code: "SECRET_IN_ASSET",
			problem,
			remedy
		});
	}
}
function textOf(root, path, findings) {
	try {
		return [{
			path,
			text: readText(join(root, path), path)
		}];
	} catch (caught) {
		findings.fault(asFault(caught), path);
		return [];
	}
}
export { checkCredentials };
