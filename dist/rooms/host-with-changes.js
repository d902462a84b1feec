import { IdentikitError } from "../start/faces.js";
import { _instanceof, _undefined, array, int, literal, looseObject, string, union } from "../vendor/zod.js";
import { decodeText } from "./document.js";
import { hostStatus, listOpenRequests, readChecks, readOne, readPullRequest, readRequiredChecks, readReviews, readRows, readTeamMembers } from "./host.js";
import { parseFilePatch, parsePatch, pathsOf } from "./changes.js";
// src/host/change-content.ts
const listedByGitHub = 3e3;
const fileSchema = looseObject({
	filename: string(),
	previous_filename: string().nullish(),
	status: string(),
	additions: int().nonnegative(),
	changes: int().nonnegative(),
	patch: string().nullish()
});
const entrySchema = looseObject({
	type: string(),
	path: string()
});
const contentSchema = looseObject({
	type: string(),
	encoding: string().nullish(),
	content: string().nullish()
});
var HostContent = class {
	description = "the host";
	#api;
	#number;
	constructor(api, number) {
		this.#api = api;
		this.#number = number;
	}
	async diff(_base, head) {
		const api = this.#api;
		const before = await readPullRequest(api, this.#number);
		const files = api.dialect === "github" ? await this.#listed() : await this.#patched();
		const after = await readPullRequest(api, this.#number);
		if (before.head !== head || after.head !== head) throw incomplete("its head moved on meanwhile");
		const { changedFiles } = after;
		if (changedFiles !== void 0 && changedFiles !== files.length) throw incomplete(`the host lists ${files.length} of its ${changedFiles} files`);
		return { files };
	}
	async file(commit, path) {
		const url = contentUrl(path);
		const question = {
			attempt: `read ${path}`,
			url,
			query: { ref: commit },
			schema: contentSchema
		};
		const row = await this.#found(commit, () => readOne(this.#api, question));
		if (row === void 0) return void 0;
		if (row.type === "file" && row.encoding === "base64" && typeof row.content === "string") return decodeText(Buffer.from(row.content, "base64"), path);
		throw incomplete(`the host does not give the content of ${JSON.stringify(path)}`);
	}
	async list(commit, directory) {
		const url = contentUrl(directory);
		const question = {
			attempt: `list ${directory}`,
			url,
			query: { ref: commit },
			schema: array(entrySchema)
		};
		return (await this.#found(commit, () => readOne(this.#api, question)) ?? []).flatMap(({ type, path }) => type === "file" ? [path] : []);
	}
	async #found(commit, read) {
		try {
			return await read();
		} catch (caught) {
			if (!(caught instanceof IdentikitError) || hostStatus(caught.cause) !== 404) throw caught;
			const attempt = `read the commit ${commit.slice(0, 12)}`;
			const url = `git/commits/${encodeURIComponent(commit)}`;
			await readOne(this.#api, {
				attempt,
				url,
				schema: looseObject({ sha: literal(commit) })
			});
			return;
		}
	}
	async #listed() {
		const rows = await readRows(this.#api, {
			attempt: `list the files of #${this.#number}`,
			url: `pulls/${this.#number}/files`,
			schema: fileSchema
		});
		if (rows.length >= listedByGitHub) throw incomplete(`the host lists at most ${listedByGitHub} of its files`);
		return rows.map(listedFile);
	}
	async #patched() {
		const url = `pulls/${this.#number}.diff`;
		const attempt = `read the diff of #${this.#number}`;
		const text = await readOne(this.#api, {
			attempt,
			url,
			schema: union([string(), _instanceof(ArrayBuffer)])
		});
		const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text);
		return parsePatch(bytes.toString("latin1")).map(patchedFile);
	}
};
function listedFile(row) {
	const { filename: path, previous_filename: from, status, patch, additions } = row;
	const kind = status === "added" || status === "removed" ? status === "added" ? "added" : "deleted" : "modified";
	const added = typeof patch === "string" ? parseFilePatch(patch) : void 0;
	const whole = !from && added !== void 0 && added.length === additions;
	return {
		path,
		kind,
		...from ? { from } : {},
		...patch && /^[-+]Subproject commit [0-9a-f]{40}/m.test(patch) ? { special: "submodule" } : {},
		added: kind === "deleted" ? [] : whole ? added : void 0
	};
}
function patchedFile(section) {
	const { before, after } = pathsOf(section);
	const path = after ?? before;
	if (path === void 0) throw incomplete("its patch names no path for a file");
	const from = after !== void 0 && before !== void 0 && before !== after ? before : void 0;
	const modes = section.header.flatMap((line) => /\b(120000|160000)$/.exec(line)?.[1] ?? []);
	const special = modes.includes("160000") ? "submodule" : modes.length > 0 ? "symlink" : void 0;
	return {
		path,
		kind: after === void 0 ? "deleted" : before === void 0 ? "added" : "modified",
		...from === void 0 ? {} : { from },
		...special === void 0 ? {} : { special },
		added: section.binary || from !== void 0 ? void 0 : section.added
	};
}
function contentUrl(path) {
	const segments = path.split("/");
	if (segments.some((segment) => [
		"",
		".",
		".."
	].includes(segment))) throw incomplete(`${JSON.stringify(path)} is no path of a repository`);
	return `contents/${segments.map(encodeURIComponent).join("/")}`;
}
function incomplete(problem) {
	return new IdentikitError("CHANGE_UNKNOWN", `the change cannot be read from the host: ${problem}`, { remedy: "Check out the repository with fetch-depth: 0, so that the change is read from git." });
}
// src/host/forge.ts
const numbered = looseObject({
	number: int().positive(),
	merged_at: string().nullish(),
	base: looseObject({ ref: string() })
});
const tipped = looseObject({ commit: union([looseObject({
	sha: string().min(1),
	id: _undefined().optional()
}), looseObject({
	id: string().min(1),
	sha: _undefined().optional()
})]) });
var Forge = class {
	api;
	constructor(api) {
		this.api = api;
	}
	get dialect() {
		return this.api.dialect;
	}
	request(number) {
		return readPullRequest(this.api, number);
	}
	open() {
		return listOpenRequests(this.api);
	}
	reviews(number) {
		return readReviews(this.api, number);
	}
	checks(commit) {
		return readChecks(this.api, commit);
	}
	async tip(branch) {
		const attempt = `read the branch ${branch}`;
		const { commit } = await readOne(this.api, {
			attempt,
			url: `branches/${encodeURIComponent(branch)}`,
			schema: tipped
		});
		return commit.sha ?? commit.id ?? "";
	}
	required(branch) {
		return readRequiredChecks(this.api, branch);
	}
	members(team) {
		return readTeamMembers(this.api, team);
	}
	content(number) {
		return new HostContent(this.api, number);
	}
	async requestOf(commit, branch) {
		return (await this.requestsWith(encodeURIComponent(commit), `look for the pull request of ${commit.slice(0, 12)}`)).find(({ merged_at: at, base }) => at && base.ref === branch)?.number;
	}
	requestsWith(commit, attempt) {
		return readRows(this.api, {
			attempt,
			url: `commits/${commit}/pulls`,
			schema: numbered
		});
	}
};
var GiteaForge = class extends Forge {
	async requestsWith(commit, attempt) {
		try {
			return [await readOne(this.api, {
				attempt,
				url: `commits/${commit}/pull`,
				schema: numbered
			})];
		} catch (caught) {
			if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return [];
			throw caught;
		}
	}
};
function forgeOf(api) {
	return api.dialect === "gitea" ? new GiteaForge(api) : new Forge(api);
}
// src/host/file-at.ts
async function readFileAt(api, commit, path) {
	return await new HostContent(api, 0).file(commit, path);
}
export { forgeOf, readFileAt };
