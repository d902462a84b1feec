import { IdentikitError } from "../start/faces.js";
import { withRetries } from "./fault.js";
import { runGit, withoutCredentials } from "./git-with-child_process.js";
import { credentialConfig, credentialVariables, remoteFailure } from "./git.js";
import { isLoopback } from "../http.js";
import { readCommit } from "./template-with-child_process.js";
import { isCommitId, pickRevision, refCandidates, unknownRef } from "./template.js";
import { join } from "node:path";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
// src/template/remote-git-source.ts
var RemoteGitSource = class {
	description;
	#remote;
	#options;
	#movedTo = null;
	constructor(remote, options) {
		this.description = withoutCredentials(remote.url);
		this.#remote = remote;
		this.#options = options;
		if (options.credential && remote.transport === "http" && !isLoopback(new URL(remote.url).hostname)) throw new IdentikitError("SOURCE_INVALID", `${this.description} would get the token unencrypted`, { remedy: "Use https://." });
	}
	async resolve(ref, signal) {
		if (ref !== void 0 && isCommitId(ref)) return {
			commit: ref,
			ref
		};
		const names = ref === void 0 ? ["HEAD"] : refCandidates(ref, this.description);
		const patterns = names.flatMap((name) => [name, `${name}^{}`]);
		const listed = await this.#ask([
			"ls-remote",
			"--symref",
			"--",
			this.#remote.url,
			...patterns
		], signal);
		const all = parseRefs(listed.output.toString());
		const found = new Map();
		for (const name of names) {
			const commit = all.get(`${name}^{}`) ?? all.get(name);
			if (commit !== void 0) found.set(name, commit);
		}
		const revision = pickRevision(ref ?? "HEAD", this.description, found);
		const branch = /^ref: (\S+)\tHEAD$/m.exec(listed.output.toString())?.[1];
		return ref === void 0 && branch !== void 0 ? {
			...revision,
			ref: branch
		} : revision;
	}
	async read(revision, policy, signal) {
		if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
		const { commit } = revision;
		const gitDirectory = mkdtempSync(join(tmpdir(), "identikit-git-"));
		try {
			const format = commit.length === 64 ? "sha256" : "sha1";
			await this.#local([
				"init",
				"--quiet",
				"--bare",
				"--template=",
				`--object-format=${format}`,
				gitDirectory
			], { signal });
			await this.#fetch(commit, gitDirectory, signal);
			const run = {
				environment: this.#options.environment,
				signal,
				gitDirectory
			};
			const owner = `${this.description} at ${commit.slice(0, 12)}`;
			return {
				...await readCommit({
					owner,
					run,
					prefix: this.#options.directory ?? "",
					limits: this.#options.limits
				}, commit, policy),
				commit,
				origin: "commit",
				note: null
			};
		} finally {
			rmSync(gitDirectory, {
				recursive: true,
				force: true
			});
		}
	}
	async movedTo() {
		return this.#movedTo;
	}
	async #fetch(commit, gitDirectory, signal) {
		const args = [
			"fetch",
			"--no-progress",
			"--no-tags",
			"--no-recurse-submodules",
			"--no-write-fetch-head"
		];
		const url = this.#remote.url;
		try {
			await this.#ask([
				...args,
				"--depth=1",
				"--",
				url,
				commit
			], signal, gitDirectory);
		} catch (caught) {
			if (!(caught instanceof IdentikitError) || caught.code !== "REF_UNKNOWN") throw caught;
			await this.#ask([
				...args,
				"--",
				url,
				"+refs/heads/*:refs/heads/*",
				"+refs/tags/*:refs/tags/*"
			], signal, gitDirectory);
		}
		const check = {
			signal,
			gitDirectory
		};
		const { status } = await this.#local([
			"rev-parse",
			"--verify",
			"--quiet",
			`${commit}^{commit}`
		], check);
		if (status !== 0) throw unknownRef(commit, this.description, "is no commit of it");
	}
	#local(args, run) {
		return runGit(args, {
			environment: this.#options.environment,
			...run
		});
	}
	#ask(args, signal, gitDirectory) {
		const { environment, credential, limits, retry } = this.#options;
		const { transport, url } = this.#remote;
		const bound = limits.maxArchiveBytes * 8;
		const run = {
			environment,
			signal,
			transports: [transport],
			config: [
				["protocol.version", "2"],
				["fetch.unpackLimit", "1"],
				["http.lowSpeedLimit", "100"],
				["http.lowSpeedTime", "30"],
				...credential ? credentialConfig(new URL(url).origin) : []
			],
			variables: {
				...credentialVariables(credential),
				...gitDirectory === void 0 ? { GIT_DIR: "/dev/null" } : {}
			},
			...gitDirectory === void 0 ? {} : {
				gitDirectory,
				watch: () => checkSize(gitDirectory, bound, this.description)
			}
		};
		return withRetries(async () => {
			const outcome = await runGit(args, run);
			if (outcome.status !== 0) throw this.#failed(outcome.complaint);
			this.#movedTo ??= redirection(outcome.complaint);
			return outcome;
		}, {
			...retry,
			signal
		});
	}
	#failed(complaint) {
		const { description } = this;
		const cause = new Error(complaint);
		switch (remoteFailure(complaint)) {
			case "ref": return new IdentikitError("REF_UNKNOWN", `${description}: the commit is not there`, {
				remedy: "Run again with --update-lock, or fix the ref in the manifest.",
				cause
			});
			case "denied": return new IdentikitError("SOURCE_DENIED", `${description} refused the credential, or wants one`, {
				remedy: "Check the token and that its owner may read the repository.",
				cause
			});
			case "missing": return new IdentikitError("SOURCE_NOT_FOUND", `${description} is not there`, {
				remedy: "Check the name; a private repository looks missing to one who may not read it.",
				cause
			});
			case "unreachable": return new IdentikitError("SOURCE_UNREACHABLE", `${description} could not be reached`, {
				remedy: "Check the network and the server, then run again; --verbose shows what git said.",
				retry: { kind: "later" },
				cause
			});
		}
	}
};
function redirection(complaint) {
	return /^warning: redirecting to (\S+?)\/?$/m.exec(complaint)?.[1] ?? null;
}
function parseRefs(output) {
	const refs = new Map();
	for (const line of output.split("\n")) {
		const [id, name] = line.split("	");
		if (id !== void 0 && name !== void 0 && isCommitId(id)) refs.set(name, id);
	}
	return refs;
}
function checkSize(gitDirectory, bound, owner) {
	let size = 0;
	for (const name of readdirSync(join(gitDirectory, "objects"), {
		recursive: true,
		encoding: "utf8"
	})) size += statSync(join(gitDirectory, "objects", name), { throwIfNoEntry: false })?.size ?? 0;
	if (size > bound) throw new IdentikitError("ARCHIVE_TOO_LARGE", `${owner} sends more than ${bound} bytes for one commit`, { remedy: "Keep the template in a repository of its own, or raise limits.archiveMiB in identikit.yaml." });
}
export { RemoteGitSource };
