import { I as IdentikitError, S as text, v as option } from "./foundation-QtvXJkSz.js";
import { f as object, g as string, t as number } from "./zod-BjridcMG.js";
import { n as isDigest } from "./digest-CDBbUiOQ.js";
import { n as defineAround } from "./action-BUSh5IPR.js";
import { basename, dirname, join, resolve } from "node:path";
/** A bundle of a large fleet is some megabytes; more than this is no bundle. */
const stored = object({
	artifact: text("NAME", "Store the file as an artifact of this name for later jobs of the run; not stored if left out."),
	retentionDays: option(number().int().min(1).max(90).optional(), {
		kind: "text",
		value: "DAYS",
		description: "How long the artifact is kept; what the host keeps artifacts for if left out."
	})
});
/**
* Stores a file that the job wrote as an artifact, and gives its id and the file's digest as `artifactId` and `artifactDigest`.
* @param output the job's output that holds the file's path
*/
function storing(output) {
	return defineAround({
		inputs: stored,
		after: async (context, { artifact, retentionDays }, outcome) => {
			let path = outcome.kind === "result" ? outcome.result.outputs[output] : void 0;
			if (artifact === void 0 || typeof path != "string") return {};
			let { uploadArtifact } = await import("./artifact-66g7SmlE.js"), file = {
				name: basename(path),
				bytes: await read(resolve(context.cwd, path))
			}, expires = retentionDays === void 0 ? {} : { expires: daysFrom(context, retentionDays) }, { id, digest } = await uploadArtifact(file, {
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
* Fetches the file that the job reads from an artifact; it lies in the runner's temporary directory while the job runs.
* @param key the job's option that takes the file's path
*/
function fetching(key) {
	return defineAround({
		inputs: fetched,
		supplies: [key],
		before: async (context, { artifact, artifactDigest: expected }) => {
			if (artifact === void 0) return {};
			let { downloadArtifact } = await import("./artifact-66g7SmlE.js"), file = await downloadArtifact({
				...of(context, artifact),
				...expected ? { expected } : {}
			});
			return context.log.info(`artifact ${artifact}: ${file.name} is ${file.digest}`), { [key]: await keep(context, file) };
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
	let [{ AnchoredDirectory }, { readFileIn }] = await Promise.all([import("./anchored-directory-Bc6gvGjE.js"), import("./file-reader-DH31TrNU.js")]);
	using directory = AnchoredDirectory.open(dirname(path));
	let file = readFileIn(directory, basename(path), 268435456);
	if (file) return file.bytes;
	throw new IdentikitError("FILE_UNREADABLE", `${path} is not there any more`, { remedy: "Keep other steps from removing it." });
}
/** Writes the file where only this user reads it, and where the runner cleans up after the job. */
async function keep({ env }, file) {
	let [{ mkdtempSync, rmSync }, { tmpdir }, { AnchoredDirectory }, { writeFileIn }, { atExit }] = await Promise.all([
		import("node:fs"),
		import("node:os"),
		import("./anchored-directory-Bc6gvGjE.js"),
		import("./atomic-file-Dazo7Uq8.js"),
		import("./at-exit-BWSaCcHC.js")
	]), path = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "identikit-fetched-"));
	atExit(() => rmSync(path, {
		recursive: !0,
		force: !0
	}));
	using directory = AnchoredDirectory.open(path);
	return writeFileIn(directory, file.name, file.bytes, {
		mode: 384,
		sync: !1
	}), join(path, file.name);
}
export { storing as n, fetching as t };
