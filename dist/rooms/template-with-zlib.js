import { IdentikitError } from "../start/faces.js";
import { withRetries } from "./fault.js";
import { readArchive } from "./tree-with-zlib.js";
import { AssetSelection, unknownRef } from "./template.js";
// src/template/archive-source.ts
/** A repository on a server that gives out archives: the ref becomes a commit first, then that commit's archive is read. */
var ArchiveSource = class {
	description;
	#api;
	#limits;
	#retry;
	constructor(api, limits, retry = {}) {
		this.description = api.description;
		this.#api = api;
		this.#limits = limits;
		this.#retry = retry;
	}
	resolve(ref, signal) {
		return withRetries(() => this.#api.resolve(ref, signal), {
			...this.#retry,
			signal
		});
	}
	async read(revision, policy, signal) {
		if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
		return withRetries(() => this.#readOnce(revision.commit, policy, signal), {
			...this.#retry,
			signal
		});
	}
	async #readOnce(commit, policy, signal) {
		const owner = `archive of ${this.description} at ${commit.slice(0, 12)}`;
		const selection = new AssetSelection(policy, owner, this.#limits);
		const { tree, comment } = await readArchive(await this.#api.archive(commit, signal), {
			owner,
			selection,
			maxBytes: this.#limits.maxBytes,
			isTopFolder: (name) => this.#api.isTopFolder(name)
		});
		if (comment !== void 0 && comment !== commit) throw otherCommit(owner, commit, comment);
		return {
			tree,
			leftOut: selection.leftOut,
			commit,
			origin: "commit",
			note: null
		};
	}
};
function otherCommit(owner, commit, comment) {
	const problem = `${owner} says that it is of commit ${JSON.stringify(comment.slice(0, 80))}, not of ${commit}`;
	return new IdentikitError("COMMIT_MISMATCH", problem, { remedy: "Run again; if it stays so, a cache between here and the server mixes up archives." });
}
export { ArchiveSource };
