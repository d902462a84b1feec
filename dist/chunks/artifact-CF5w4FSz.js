import "./rolldown-runtime-Dl-MpCDs.js";
import { t as IdentikitError } from "./error-okWnR_fy.js";
import { n as shortened, r as visible } from "./visible-B7_SVy3q.js";
import { t as atExit } from "./at-exit-lyBGbH02.js";
import { t as AnchoredDirectory } from "./anchored-directory-3C0hGsTK.js";
import { i as writeFileIn } from "./atomic-file-Bb4y7_gT.js";
import { t as digestOf } from "./digest-B-_e-Hg1.js";
import { t as readFileIn } from "./file-reader-BAhRdKBE.js";
import { t as hostOf } from "./host-CqWSMv1r.js";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtempSync, rmSync } from "node:fs";
// src/runtime/process-env.ts
/**
* Runs something that reads the process's environment for itself, with some variables set (or unset, where the value
* is `undefined`), and puts the old ones back. For libraries that take no options; not for two at once.
*/
async function withProcessEnv(variables, work) {
	let before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
	assign(variables);
	try {
		return await work();
	} finally {
		assign(before);
	}
}
function assign(variables) {
	for (let [name, value] of Object.entries(variables)) value === void 0 ? delete process.env[name] : process.env[name] = value;
}
// src/host/artifact.ts
/** Bytes of a file that is read back. */
const sumsName = "SHA256SUMS", sumsLine = /^(?<hex>[0-9a-f]{64}) {2}(?<name>[\w-][\w.-]*)\n$/;
/**
* Stores a file as an artifact of this run, with its checksum beside it.
* @returns the artifact's id, and the file's own digest for whoever fetches it
* @throws {IdentikitError} `ARTIFACT_FAILED`
*/
async function uploadArtifact(file, options) {
	let digest = digestOf(file.bytes), sums = Buffer.from(`${digest.slice(7)}  ${file.name}\n`);
	if (!sumsLine.test(sums.toString())) throw failed(options.artifact, `"${visible(file.name)}" is no plain name`);
	let staging = new PrivateDirectory(options.env), root = staging.directory.path;
	writeFileIn(staging.directory, file.name, file.bytes, {
		mode: 384,
		sync: !1
	}), writeFileIn(staging.directory, sumsName, sums, {
		mode: 384,
		sync: !1
	});
	let { retentionDays } = options, { id } = await withClient(options, (client) => client.uploadArtifact(options.artifact, [join(root, file.name), join(root, sumsName)], root, { ...retentionDays === void 0 ? {} : { retentionDays } })).catch((cause) => {
		throw atExit(() => staging[Symbol.dispose]()), cause;
	});
	if (staging[Symbol.dispose](), id === void 0) throw failed(options.artifact, "the server gave it no id");
	return {
		id,
		digest
	};
}
/**
* Fetches the file of an artifact that another job of this run stored with {@link uploadArtifact}, and checks it
* against the checksum beside it.
* @param expected the digest that the other job gave on, where it did
* @throws {IdentikitError} `ARTIFACT_FAILED` where there is none, `DIGEST_MISMATCH` where it is not what was stored
*/
async function downloadArtifact(options) {
	using staging = new PrivateDirectory(options.env);
	await withClient(options, async (client) => {
		let { artifact } = await client.getArtifact(options.artifact);
		await client.downloadArtifact(artifact.id, { path: staging.directory.path });
	});
	let sums = readFileIn(staging.directory, sumsName, 1024)?.bytes.toString("utf8"), { name, hex } = sumsLine.exec(sums ?? "")?.groups ?? {};
	if (!name) throw failed(options.artifact, `it has no ${sumsName} with one file`);
	let bytes = readFileIn(staging.directory, name, 536870912)?.bytes;
	if (!bytes) throw failed(options.artifact, `${name} is not in it`);
	let digest = digestOf(bytes);
	for (let wanted of [`sha256:${hex}`, ...options.expected ? [options.expected] : []]) if (digest !== wanted) throw new IdentikitError("DIGEST_MISMATCH", `artifact ${options.artifact}: ${name} is ${digest}, not ${wanted}`, { remedy: "Run the job that stores it again; nothing of it was used." });
	return {
		name,
		bytes,
		digest
	};
}
/**
* The toolkit's client reads its settings from the process and refuses every server but github.com, though Gitea,
* Forgejo and act speak the same protocol: it is told that this is github.com, here and nowhere else.
*/
async function withClient({ env, artifact, signal }, work) {
	if (!env.ACTIONS_RUNTIME_TOKEN || !env.ACTIONS_RESULTS_URL) throw failed(artifact, "the runner offers no artifact storage (ACTIONS_RESULTS_URL is not set)");
	let settings = {
		GITHUB_SERVER_URL: "https://github.com",
		ACTIONS_RUNTIME_TOKEN: env.ACTIONS_RUNTIME_TOKEN,
		ACTIONS_RESULTS_URL: env.ACTIONS_RESULTS_URL,
		ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY: String(hostOf(env).artifactConcurrency)
	};
	if (signal.aborted) throw new IdentikitError("CANCELLED", `stopped before artifact ${visible(artifact)}`, { remedy: "Run again." });
	return withProcessEnv(settings, async () => {
		let { DefaultArtifactClient } = await import("./artifact-DE_GDSVz.js");
		try {
			return await work(new DefaultArtifactClient());
		} catch (cause) {
			let [reason = ""] = cause instanceof Error ? cause.message.split("\n") : ["no answer"];
			throw failed(artifact, shortened(visible(reason), 300), cause);
		}
	});
}
function failed(artifact, reason, cause) {
	return new IdentikitError("ARTIFACT_FAILED", `artifact ${visible(artifact)}: ${reason}`, {
		remedy: "Check that the job that stores it ran before, that its name is used once in a run, and that the host serves v4 artifacts.",
		...cause === void 0 ? {} : { cause }
	});
}
/** A directory for nobody else, gone when it is left: what passes through may hold a fleet's configuration. */
var PrivateDirectory = class {
	directory;
	constructor(env) {
		let path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-artifact-"));
		this.directory = AnchoredDirectory.open(path);
	}
	[Symbol.dispose]() {
		this.directory[Symbol.dispose](), rmSync(this.directory.path, {
			recursive: !0,
			force: !0
		});
	}
};
export { downloadArtifact, uploadArtifact };
