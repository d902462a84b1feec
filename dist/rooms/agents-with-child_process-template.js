import { IdentikitError } from "../start/faces.js";
import { runGit } from "./git-with-child_process.js";
import { localCommit } from "./template-with-child_process.js";
// src/agents/memory/git-memory-store.ts
const memoryBounds = {
	files: 2e4,
	fileBytes: 1048576,
	bytes: 67108864,
	output: 67108864
};
var GitMemoryStore = class {
	#gitDirectory;
	#environment;
	constructor(gitDirectory, environment) {
		this.#gitDirectory = gitDirectory;
		this.#environment = environment;
	}
	resolve(name, signal) {
		return localCommit(this.#run(signal), name);
	}
	async history(ref, signal) {
		const commit = await this.resolve(ref, signal);
		if (commit === void 0) throw unreadable(`it has no ${JSON.stringify(ref)}`);
		return lines(await this.#ask([
			"rev-list",
			"--first-parent",
			"--timestamp",
			commit
		], signal)).map((line) => {
			const [seconds = "", id = ""] = line.split(" ");
			return {
				commit: id,
				at: new Date(Number(seconds) * 1e3).toISOString()
			};
		});
	}
	async read(commit, signal) {
		if (await this.resolve(commit, signal) !== commit) throw unreadable(`it has no commit ${JSON.stringify(commit)}`);
		const entries = await this.#list(commit, signal);
		const unread = [];
		const wanted = entries.filter((entry) => {
			const problem = problemOf(entry);
			if (problem !== void 0) unread.push({
				path: entry.path,
				problem
			});
			return problem === void 0;
		});
		const bytes = wanted.reduce((sum, { size }) => sum + size, 0);
		if (wanted.length > memoryBounds.files || bytes > memoryBounds.bytes) throw unreadable(`commit ${commit} has ${wanted.length} files and ${bytes} bytes, which is over the bound`);
		const changed = await this.#changes(commit, signal);
		const texts = await this.#texts(wanted, signal);
		return {
			commit,
			files: wanted.flatMap(({ path }, at) => {
				const text = texts[at];
				if (text === void 0) unread.push({
					path,
					problem: "it is not UTF-8 text"
				});
				const changedAt = changed.get(path);
				return text === void 0 ? [] : [{
					path,
					text,
					...changedAt === void 0 ? {} : { changedAt }
				}];
			}),
			unread
		};
	}
	async #list(commit, signal) {
		return (await this.#ask([
			"ls-tree",
			"-r",
			"-l",
			"-z",
			"--full-tree",
			`${commit}^{tree}`
		], signal)).toString().split("\0").flatMap((record) => {
			const [, mode = "", object = "", size = "", path = ""] = /^(\d{6}) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]*)$/.exec(record) ?? [];
			return /\.md$/i.test(path) ? [{
				path,
				mode,
				object,
				size: size === "-" ? 0 : Number(size)
			}] : [];
		});
	}
	async #changes(commit, signal) {
		const output = await this.#ask([
			"log",
			"--no-show-signature",
			"--no-renames",
			"--name-only",
			"-z",
			"--format=commit %ct",
			commit
		], signal);
		const changed = new Map();
		let at = "";
		for (const part of output.toString().split("\0")) {
			const [, seconds] = /^\n?commit (\d+)$/.exec(part) ?? [];
			const path = part.replace(/^\n/, "");
			if (seconds !== void 0) at = new Date(Number(seconds) * 1e3).toISOString();
			else if (path !== "" && !changed.has(path)) changed.set(path, at);
		}
		return changed;
	}
	async #texts(wanted, signal) {
		if (wanted.length === 0) return [];
		const input = Buffer.from(wanted.map(({ object }) => `${object}\n`).join(""));
		const output = await this.#ask(["cat-file", "--batch"], signal, input);
		let at = 0;
		return wanted.map(({ object, size, path }) => {
			const header = `${object} blob ${size}\n`;
			const start = at + header.length;
			if (output.toString("latin1", at, start) !== header) throw unreadable(`the object of ${JSON.stringify(path)} is missing`);
			at = start + size + 1;
			return utf8(output.subarray(start, start + size));
		});
	}
	async #ask(args, signal, input) {
		const run = {
			...this.#run(signal),
			maxOutput: memoryBounds.output + 1048576
		};
		const { status, output, complaint } = await runGit(args, input ? {
			...run,
			input
		} : run);
		if (status === 0) return output;
		throw unreadable(`git ${args[0]} failed`, new Error(complaint));
	}
	#run(signal) {
		return {
			environment: this.#environment,
			signal,
			gitDirectory: this.#gitDirectory
		};
	}
};
function problemOf({ mode, size }) {
	if (mode === "120000") return "it is a link, and links are not followed";
	if (mode === "160000") return "it is another repository";
	return size > memoryBounds.fileBytes ? `it has more than ${memoryBounds.fileBytes} bytes` : void 0;
}
function utf8(bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return;
	}
}
function lines(output) {
	return output.toString().split("\n").filter((line) => line !== "");
}
function unreadable(problem, cause) {
	return new IdentikitError("MEMORY_UNREADABLE", `the memory repository could not be read: ${problem}`, {
		remedy: "Check the repository, its branch and the token that may read it.",
		cause
	});
}
export { GitMemoryStore };
