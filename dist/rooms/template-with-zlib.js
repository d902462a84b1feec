import { IdentikitError } from "../start/faces.js";
import { withRetries } from "./fault.js";
import { readArchive } from "./tree-with-zlib.js";
import { AssetSelection, listCommit, provenContent, unknownRef } from "./template.js";
// src/template/archive-source.ts
var ArchiveSource = class {
	description;
	#api;
	#limits;
	#directory;
	#retry;
	constructor(api, { limits, directory = "", retry = {} }) {
		this.description = api.description;
		this.#api = api;
		this.#limits = limits;
		this.#directory = directory;
		this.#retry = retry;
	}
	resolve(ref, signal) {
		return withRetries(() => this.#api.resolve(ref, signal), {
			...this.#retry,
			signal
		});
	}
	movedTo(signal) {
		return withRetries(() => this.#api.movedTo(signal), {
			...this.#retry,
			signal
		});
	}
	async read(revision, policy, signal) {
		if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
		const { commit } = revision;
		const [limits, directory, { objects }] = [
			this.#limits,
			this.#directory,
			this.#api
		];
		const failed = new AbortController();
		const retry = {
			...this.#retry,
			signal: AbortSignal.any([signal, failed.signal])
		};
		const owner = `${this.description} at ${commit.slice(0, 12)}`;
		try {
			const [archive, entries] = await Promise.all([withRetries(() => this.#unpack(commit, policy, retry.signal), retry), listCommit(commit, {
				objects,
				owner,
				directory,
				limits,
				retry
			})]);
			return {
				...await provenContent({
					archive,
					entries,
					objects,
					owner,
					limits,
					retry
				}, policy),
				commit,
				origin: "commit"
			};
		} catch (caught) {
			failed.abort(caught);
			throw caught;
		}
	}
	async #unpack(commit, policy, signal) {
		const owner = `archive of ${this.description} at ${commit.slice(0, 12)}`;
		const { tree, comment } = await readArchive(await this.#api.archive(commit, signal), {
			owner,
			selection: new AssetSelection(policy, owner, this.#limits, this.#directory),
			maxBytes: this.#limits.maxArchiveBytes,
			isTopFolder: (name) => this.#api.isTopFolder(name, commit)
		});
		if (comment !== void 0 && comment !== commit) throw otherCommit(owner, commit, comment);
		return this.#directory === "" ? tree : tree.subtree(this.#directory);
	}
};
function otherCommit(owner, commit, comment) {
	const problem = `${owner} says that it is of commit ${JSON.stringify(comment.slice(0, 80))}, not of ${commit}`;
	return new IdentikitError("COMMIT_MISMATCH", problem, { remedy: "Run again; if it stays so, a cache between here and the server mixes up archives." });
}
export { ArchiveSource };
