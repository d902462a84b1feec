import { decodeText, maxDocumentBytes } from "./document.js";
import { IdentikitError, asFault } from "../start/faces.js";
import { runGit } from "./git-with-child_process.js";
import { findCheckout, localCommit } from "./template-with-child_process.js";
import { parsePatch } from "./changes.js";
// src/changes/git-content.ts
const mostCommits = 2e3;
const bounds = {
	list: 33554432,
	patch: 67108864,
	files: 1e5
};
const patchForm = [
	...[
		"-p",
		"-r",
		"--text",
		"--no-renames",
		"--no-ext-diff",
		"--no-textconv",
		"--no-color",
		"--full-index"
	],
	...[
		"--unified=0",
		"--inter-hunk-context=0",
		"--src-prefix=a/",
		"--dst-prefix=b/",
		"--submodule=short"
	],
	...["--ignore-submodules=none", "--no-relative"]
];
var GitContent = class GitContent {
	description;
	directory;
	#run;
	constructor(run, description, directory) {
		this.#run = run;
		this.description = description;
		this.directory = directory;
	}
	static open(directory, run) {
		const checkout = findCheckout(directory);
		if (!checkout) return void 0;
		return new GitContent({
			...run,
			gitDirectory: checkout.gitDirectory
		}, "the checkout", checkout.prefix);
	}
	commit(revision) {
		return localCommit(this.#run, revision);
	}
	async has(...commits) {
		if ((await this.#git(["rev-parse", "--is-shallow-repository"])).toString().trim() !== "false") return false;
		for (const commit of commits) if (await this.commit(commit) === void 0) return false;
		return true;
	}
	async goesOn(from, to) {
		return (await runGit([
			"merge-base",
			"--is-ancestor",
			from,
			to
		], this.#run)).status === 0;
	}
	async mainline(commit) {
		return (await this.#git([
			...[
				"rev-list",
				"--first-parent",
				"--format=%H%x00%P%x00%cI%x00%an",
				"--no-commit-header"
			],
			`--max-count=${mostCommits}`,
			commit,
			"--"
		])).toString().split("\n").filter(Boolean).map((line) => {
			const [id = "", parents = "", at = "", author = ""] = line.split("\0");
			return {
				commit: id,
				parents: parents.split(" ").filter(Boolean),
				at: new Date(at),
				author
			};
		});
	}
	async diff(base, head) {
		const range = [
			await this.#mergeBase(base, head),
			head,
			"--"
		];
		const [raw, moves, patch] = [
			await this.#git([
				"diff-tree",
				"-r",
				"--raw",
				"-z",
				"--no-renames",
				"--no-abbrev",
				...range
			], bounds.list),
			await this.#git([
				"diff-tree",
				"-r",
				"--raw",
				"-z",
				"-M",
				"-l0",
				"--no-abbrev",
				...range
			], bounds.list),
			await this.#git([
				"diff-tree",
				...patchForm,
				...range
			], bounds.patch)
		];
		const entries = parseRaw(raw.toString());
		const origins = new Map(parseRaw(moves.toString()).map(({ path, from: old }) => [path, old]));
		if (entries.length > bounds.files) throw unreadable(`it changes more than ${bounds.files} files`);
		const sections = parsePatch(patch.toString("latin1"));
		const files = entries.map((entry) => fileOf(entry, origins.get(entry.path), sections));
		if (sections.length > 0) throw unreadable("its patch has other files than its list of paths");
		return { files };
	}
	async file(commit, path) {
		const bytes = await this.#entry(commit, path);
		return bytes && decodeText(bytes, path);
	}
	async list(commit, directory) {
		return treeEntries(await this.#git([
			"ls-tree",
			"-z",
			"--full-tree",
			commit,
			"--",
			`${directory}/`
		], bounds.list)).flatMap(({ mode, path }) => mode.startsWith("100") ? [path] : []);
	}
	async #entry(commit, path) {
		const [entry] = treeEntries(await this.#git([
			"ls-tree",
			"-z",
			"--full-tree",
			commit,
			"--",
			path
		]));
		if (!entry) return void 0;
		if (!entry.mode.startsWith("100")) throw unreadable(`${JSON.stringify(path)} is no regular file of it`);
		return await this.#git([
			"cat-file",
			"blob",
			entry.id
		], maxDocumentBytes);
	}
	async #mergeBase(base, head) {
		const { status, output } = await runGit([
			"merge-base",
			"--all",
			base,
			head
		], this.#run);
		const [only, another] = output.toString().split("\n").filter(Boolean);
		if (status === 0 && only !== void 0 && another === void 0) return only;
		throw new IdentikitError("CHANGE_UNKNOWN", `${base.slice(0, 12)} and ${head.slice(0, 12)} have ${another === void 0 ? "no" : "more than one"} merge base`, { remedy: "Merge the base branch into the pull request, or rebase the pull request onto it." });
	}
	async #git(args, maxOutput) {
		try {
			const run = maxOutput === void 0 ? this.#run : {
				...this.#run,
				maxOutput
			};
			const { status, output, complaint } = await runGit(args, run);
			if (status === 0) return output;
			throw unreadable(`git ${args[0]} failed: ${complaint.split("\n")[0] ?? ""}`);
		} catch (caught) {
			const fault = asFault(caught);
			throw fault.code === "ARCHIVE_TOO_LARGE" ? unreadable("it is larger than what is read of one change") : fault;
		}
	}
};
function parseRaw(raw) {
	const fields = raw.split("\0");
	const entries = [];
	for (let at = 0; fields[at];) {
		const [, before, after, status] = /^:(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/.exec(fields[at++] ?? "") ?? [];
		if (before === void 0 || after === void 0 || status === void 0) throw unreadable("git lists its paths in a form that is not known");
		const first = fields[at++] ?? "";
		const moved = status === "R" || status === "C";
		const path = moved ? fields[at++] ?? "" : first;
		entries.push({
			path,
			modes: [before, after],
			status,
			...moved ? { from: first } : {}
		});
	}
	return entries;
}
function fileOf(entry, from, sections) {
	const own = sections.splice(0, entry.status === "T" ? 2 : 1);
	if (own.length === 0) throw unreadable("its patch has fewer files than its list of paths");
	const kind = entry.status === "A" ? "added" : entry.status === "D" ? "deleted" : "modified";
	const special = specialOf(entry.modes);
	return {
		path: entry.path,
		kind,
		...from === void 0 ? {} : { from },
		...special === void 0 ? {} : { special },
		added: own.some(({ binary }) => binary) ? void 0 : own.flatMap(({ added }) => added)
	};
}
function specialOf(modes) {
	if (modes.includes("160000")) return "submodule";
	return modes.includes("120000") ? "symlink" : void 0;
}
function treeEntries(output) {
	return output.toString().split("\0").flatMap((record) => {
		const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(record) ?? [];
		return mode === void 0 || id === void 0 || path === void 0 ? [] : [{
			mode,
			id,
			path
		}];
	});
}
function unreadable(problem) {
	return new IdentikitError("CHANGE_UNKNOWN", `the change cannot be read from the checkout: ${problem}`, { remedy: "Split the change, or find out what is wrong with the checkout." });
}
export { GitContent, mostCommits };
