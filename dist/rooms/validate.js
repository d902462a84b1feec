import { isRecord, suggestion } from "../start/faces.js";
import { showPath } from "./document.js";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { existsSync, readdirSync, statSync } from "node:fs";
// src/validate/findings.ts
var Findings = class {
	#findings = new Map();
	get all() {
		return [...this.#findings.values()];
	}
	at(file, place, said) {
		const { code, severity = "error", problem, remedy, expected = null, actual = null } = said;
		const location = {
			file,
			...place.line ? { line: place.line } : {},
			...columnOf(place)
		};
		const key = JSON.stringify([
			code,
			location,
			problem
		]);
		this.#findings.set(key, {
			code,
			severity,
			path: file,
			problem,
			expected,
			actual,
			remedy,
			location
		});
	}
	in(document, path, said, part = "value") {
		const problem = path.length === 0 ? said.problem : `${showPath(path)}: ${said.problem}`;
		this.at(document.file, document.placeOf(path, part), {
			...said,
			problem
		});
	}
	fault(fault, file, place = {}) {
		const { code, message, remedy, location, cause } = fault;
		const isUnseen = code === "FILE_UNREADABLE" && cause !== void 0;
		const at = location ?? {
			file,
			...place
		};
		const problem = message.replace(`${at.file}: `, "").replace(/^[^\s:]+:\d+: /, "");
		this.at(at.file, at, {
			code,
			severity: isUnseen ? "unverified" : "error",
			problem,
			remedy
		});
	}
};
function columnOf({ line, column }) {
	return line && column ? { column } : {};
}
// src/validate/limits.ts
const mebibyte = 1048576;
function limitsOf({ limits }) {
	return {
		maxBytes: limits.assetsMiB * mebibyte,
		maxEntries: limits.entries,
		maxSkillBytes: limits.skillMiB * mebibyte,
		maxPromptLength: limits.promptKiB * 1024
	};
}
// src/validate/loose.ts
function recordsIn(value, key) {
	const list = isRecord(value) ? value[key] : void 0;
	if (!Array.isArray(list)) return [];
	return [...list.entries()].flatMap(([index, item]) => isRecord(item) && !Array.isArray(item) ? [[index, item]] : []);
}
function textsIn(value) {
	if (!Array.isArray(value)) return [];
	return [...value.entries()].flatMap(([index, item]) => typeof item === "string" ? [[index, item]] : []);
}
function namesIn(value, key) {
	const object = key === void 0 ? value : isRecord(value) ? value[key] : void 0;
	return isRecord(object) && !Array.isArray(object) ? Object.keys(object) : [];
}
function textIn(value, key) {
	const text = value[key];
	return typeof text === "string" ? text : void 0;
}
// src/validate/manifests.ts
async function checkAgentManifests(root, { platform }, findings) {
	const { manifests: folder, organization } = platform;
	if (!existsSync(join(root, folder))) return;
	const { readManifests } = await import("./agents-with-croner-yaml.js");
	const { problems } = readManifests(root, folder, { namespace: organization });
	for (const { file, line, column, ...said } of problems) findings.at(file, {
		line,
		column
	}, said);
}
// src/validate/action-interfaces.ts
const actionInterfaces = {
	"audit-merges": {
		inputs: "branch days issue report sarif root token",
		required: "",
		outputs: "result findings merges report sarif"
	},
	"bake-identity": {
		inputs: "name template base to platform builder dockerfile ancestors label skip-gate sign-key sign-keyless sbom retry-for allow-private-host insecure-registry root registry registry-username registry-password",
		required: "to",
		outputs: "templates image digest attestations layer-digest tree-digest"
	},
	"change-gate": {
		inputs: "base head event pull-request repository rule format report sarif root token status",
		required: "",
		outputs: "result rules findings report sarif"
	},
	check: {
		inputs: "base published dockerfile context name platform bundle main source format report sarif require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database gitea-url template-token github-token registry registry-username registry-password status comment token commit",
		required: "",
		outputs: "templates result candidate-digest findings changes report sarif"
	},
	"commit-status": {
		inputs: "result context description target-url token commit",
		required: "",
		outputs: "state written"
	},
	"detect-changes": {
		inputs: "base head root token",
		required: "",
		outputs: "areas changed *"
	},
	"dispatch-agent": {
		inputs: "stack repository ref pull-request task task-kind label memory-ref event replay run queued tickets memory organization dry-run root database token artifact retention-days",
		required: "",
		outputs: "decision delivery run runs launched ticket tickets ticket-file artifact-id artifact-digest pool waiting-for"
	},
	"drift-gate": {
		inputs: "name template image candidate published dockerfile context platform format report sarif require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root registry registry-username registry-password status comment token commit",
		required: "",
		outputs: "templates result findings changes report sarif"
	},
	"export-config": {
		inputs: "to secrets sign-key root database artifact retention-days",
		required: "",
		outputs: "bundle digest artifact-id artifact-digest"
	},
	"fetch-template": {
		inputs: "name all into locked prune update-lock source strict retry-for allow-private-host dry-run root gitea-url template-token github-token",
		required: "",
		outputs: "path commit tree-digest files"
	},
	"import-config": {
		inputs: "file plan prune prune-to-nothing require-signature dry-run root database artifact artifact-digest",
		required: "",
		outputs: "changes agents"
	},
	"materialize-template": {
		inputs: "name volume from locked strict retry-for allow-private-host root gitea-url template-token github-token",
		required: "name volume",
		outputs: "result written removed skills"
	},
	"promote-image": {
		inputs: "from to name template dry-run sign-key sign-keyless require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database registry registry-username registry-password",
		required: "to",
		outputs: "templates image digest attestations previous-digest changed"
	},
	"publish-image": {
		inputs: "from to name template tag-rule tag dockerfile unless-tag skip-gate dry-run sign-key sign-keyless sbom require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database registry registry-username registry-password token",
		required: "from to",
		outputs: "templates image digest attestations tags changed"
	},
	"reap-statuses": {
		inputs: "after context except branch report sarif token",
		required: "",
		outputs: "result reaped report"
	},
	reconcile: {
		inputs: "env-root shard reason accessor events access-log repair containers prune format dry-run report sarif root database status comment token commit",
		required: "",
		outputs: "result drifted repaired report"
	},
	"render-env": {
		inputs: "agent all queued retry-now share stop-after watch poll trust-stat env-root shard reason accessor events access-log on-missing-secret dry-run root database",
		required: "",
		outputs: "path rendered unchanged skipped access-log"
	},
	"run-agent": {
		inputs: "tickets pool ticket-key bundles workspaces remote programs run memory organization root database pool-key ticket-public-key token artifact artifact-digest bundle-artifact retention-days",
		required: "pool-key ticket-public-key",
		outputs: "run attempt phase bundle report bundles artifact-id artifact-digest"
	},
	"sync-config": {
		inputs: "templates dry-run strict root database",
		required: "",
		outputs: "changes agents object-changes objects"
	},
	validate: {
		inputs: "path format report sarif root",
		required: "",
		outputs: "result findings report sarif"
	},
	"write-back": {
		inputs: "bundle pending memory author signing-key root database token artifact artifact-digest",
		required: "",
		outputs: "run attempt phase is-new approvals results"
	}
};
// src/validate/action-uses.ts
function actionUse(uses) {
	if (typeof uses !== "string") return void 0;
	const [, name] = /(?:^|\/)identikit\/actions\/([^/@\s]+)\/?(?:@|$)/.exec(uses) ?? [];
	if (name === void 0) return void 0;
	const names = Object.hasOwn(actionInterfaces, name) ? actionInterfaces[name] : void 0;
	if (names) {
		const [inputs, required, outputs] = [
			names.inputs,
			names.required,
			names.outputs
		].map(wordsOf);
		const known = {
			name,
			inputs: inputs ?? [],
			required: required ?? []
		};
		const fixed = (outputs ?? []).filter((output) => output !== "*");
		return {
			kind: "known",
			action: {
				...known,
				outputs: fixed,
				isOpen: outputs?.includes("*") ?? false
			}
		};
	}
	return {
		kind: "unknown",
		name,
		problem: `Identikit has no action ${JSON.stringify(name)}${suggestion(name, Object.keys(actionInterfaces))}`
	};
}
function isSameName(a, b) {
	return a.toLowerCase() === b.toLowerCase();
}
function wordsOf(names) {
	return names.split(" ").filter((name) => name !== "");
}
// src/validate/step-references.ts
const deepest = 20;
function stepReferences(value, path) {
	if (path.length > deepest) return [];
	if (typeof value === "string") return referencesIn(value, path);
	if (Array.isArray(value)) return value.flatMap((each, at) => stepReferences(each, [...path, at]));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, each]) => stepReferences(each, [...path, key]));
}
function referencesIn(text, path) {
	return (path.at(-1) === "if" && !text.includes("${{") ? [text] : [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inner = ""]) => inner)).flatMap((expression) => [...expression.matchAll(reference)].flatMap(([written, dotted, quoted, output, quotedOutput]) => {
		const [step, name] = [dotted ?? quoted, output ?? quotedOutput];
		return step === void 0 || name === void 0 ? [] : [{
			path,
			written,
			step,
			output: name
		}];
	}));
}
const part = String.raw`(?:\.\s*([A-Za-z_][\w-]*)|\[\s*'([^']*)'\s*\])`;
const reference = new RegExp(String.raw`(?<![\w.-])steps\s*${part}\s*\.\s*outputs\s*${part}|'(?:[^']|'')*'`, "gi");
// src/validate/watched-files.ts
const passedOver = new Set([
	".git",
	"node_modules",
	".identikit",
	".tenant-bundle-deps"
]);
const mostFiles = 5e4;
function stampOf(paths) {
	const hash = createHash("sha256");
	const open = [...paths];
	for (let at = open.pop(), seen = 0; at !== void 0 && seen < mostFiles; at = open.pop(), seen++) {
		const status = statSync(at, { throwIfNoEntry: false });
		if (status?.isDirectory()) {
			for (const { name } of entriesOf(at)) if (!passedOver.has(name)) open.push(join(at, name));
		}
		hash.update(`${at}\0${status?.size}\0${status?.mtimeMs}\0${status?.ino}\n`);
	}
	return hash.digest("hex");
}
function entriesOf(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
export { Findings, actionUse, checkAgentManifests, isSameName, limitsOf, namesIn, recordsIn, stampOf, stepReferences, textIn, textsIn };
