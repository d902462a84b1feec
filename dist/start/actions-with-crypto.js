import { IdentikitError, option, text } from "./faces.js";
import { number, object, string } from "../vendor/zod.js";
import { isDigest } from "./tree-with-crypto.js";
import { defineAround } from "./actions.js";
import { basename, dirname, join, resolve } from "node:path";
// src/actions/around/artifacts.ts
/** A bundle of a large fleet is some megabytes; more than this is no bundle. */
const fileBytes = 268435456;
const stored = object({
	artifact: text("NAME", "Store the file as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: option(number().int().min(1).max(90).optional(), {
		kind: "text",
		value: "DAYS",
		description: "How long the artifact is kept; what the host keeps artifacts for if left out."
	})
});
/**
* Stores a file that the command wrote as an artifact, and gives its id and the file's digest as `artifactId` and `artifactDigest`.
* @param output the command's output that holds the file's path
*/
function storing(output) {
	return defineAround({
		inputs: stored,
		after: async (context, { artifact, retentionDays }, outcome) => {
			const path = outcome.kind === "result" ? outcome.result.outputs[output] : void 0;
			if (artifact === void 0 || typeof path !== "string") return {};
			const { uploadArtifact } = await import("../rooms/host-with-http-zlib.js");
			const file = {
				name: basename(path),
				bytes: await read(resolve(context.cwd, path))
			};
			const expires = retentionDays === void 0 ? {} : { expires: daysFrom(context, retentionDays) };
			const { id, digest } = await uploadArtifact(file, {
				...of(context, artifact),
				...expires
			});
			return {
				artifactId: id,
				artifactDigest: digest
			};
		}
	});
}
const fetched = object({
	artifact: text("NAME", "Take the file from an artifact that an earlier job of this run stored, in place of a path."),
	artifactDigest: option(string().refine(isDigest, "must be sha256: and 64 hex digits").optional(), {
		kind: "text",
		value: "DIGEST",
		description: "What the file in the artifact must be; the `artifact-digest` output of the step that stored it."
	})
});
/**
* Fetches the file that the command reads from an artifact; it lies in the runner's temporary directory while the command runs.
* @param key the command's option that takes the file's path
*/
function fetching(key) {
	return defineAround({
		inputs: fetched,
		supplies: [key],
		before: async (context, { artifact, artifactDigest: expected }) => {
			if (artifact === void 0) return {};
			const { downloadArtifact } = await import("../rooms/host-with-http-zlib.js");
			const file = await downloadArtifact({
				...of(context, artifact),
				...expected ? { expected } : {}
			});
			context.log.info(`artifact ${artifact}: ${file.name} is ${file.digest}`);
			return { [key]: await keep(context, file) };
		}
	});
}
function of({ env, signal }, artifact) {
	return {
		env,
		artifact,
		signal
	};
}
function daysFrom({ clock }, days) {
	return new Date(clock.now().getTime() + days * 24 * 60 * 60 * 1e3);
}
async function read(path) {
	const [{ AnchoredDirectory }, { readFileIn }] = await Promise.all([import("../rooms/tree.js"), import("../rooms/tree.js")]);
	using directory = AnchoredDirectory.open(dirname(path));
	const file = readFileIn(directory, basename(path), fileBytes);
	if (file) return file.bytes;
	throw new IdentikitError("FILE_UNREADABLE", `${path} is not there any more`, { remedy: "Keep other steps from removing it." });
}
/** Writes the file where only this user reads it, and where the runner cleans up after the job. */
async function keep({ env }, file) {
	const [{ mkdtempSync, rmSync }, { tmpdir }, { AnchoredDirectory }, { writeFileIn }, { atExit }] = await Promise.all([
		import("node:fs"),
		import("node:os"),
		import("../rooms/tree.js"),
		import("../rooms/tree.js"),
		import("../rooms/runtime.js")
	]);
	const path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-fetched-"));
	atExit(() => rmSync(path, {
		recursive: true,
		force: true
	}));
	using directory = AnchoredDirectory.open(path);
	writeFileIn(directory, file.name, file.bytes, {
		mode: 384,
		sync: false
	});
	return join(path, file.name);
}
export { fetching, storing };
