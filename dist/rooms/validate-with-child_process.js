import { asFault } from "../start/faces.js";
import { runGit } from "./git-with-child_process.js";
import { isAbsolute, relative, resolve, sep } from "node:path";
// src/validate/tracked.ts
function stateFilesOf(root, database, env) {
	return [database, env.IDENTIKIT_SECRET_KEYS_FILE].flatMap((file) => {
		if (file === void 0 || file === "" || /^[a-z]+:\/\//i.test(file)) return [];
		const inside = relative(root, resolve(root, file));
		return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? [] : [inside.split(sep).join("/")];
	});
}
const stateDirectories = [".identikit", ".tenant-bundle-deps"];
async function trackedState({ root, files, env, signal }) {
	const patterns = [
		...stateDirectories.map((name) => `:(top,glob)**/${name}/**`),
		":(top,glob)**/secret.keys",
		...files.flatMap((file) => [
			"",
			"-wal",
			"-shm"
		].map((end) => `:(literal)${file}${end}`))
	];
	try {
		const { status, output } = await runGit([
			"ls-files",
			"-z",
			"--",
			...patterns
		], {
			environment: env,
			signal,
			cwd: root,
			variables: { GIT_LITERAL_PATHSPECS: "0" }
		});
		if (status !== 0) return [];
		return [...grouped(output.toString("utf8").split("\0").filter((path) => path !== ""))].map(([place, inside]) => findingOf(place, inside));
	} catch (caught) {
		if (asFault(caught).code === "TOOL_MISSING") return [];
		throw caught;
	}
}
function grouped(paths) {
	const groups = new Map();
	for (const path of paths) {
		const segments = path.split("/");
		const at = segments.findIndex((segment) => stateDirectories.includes(segment));
		const place = at === -1 ? path : segments.slice(0, at + 1).join("/");
		groups.set(place, [...groups.get(place) ?? [], path]);
	}
	return groups;
}
function findingOf(place, inside) {
	const key = inside.find((path) => path.endsWith(".keys"));
	const rendered = inside.find((path) => path.endsWith("/.claude.json"));
	const isDirectory = inside[0] !== place;
	const { problem, after } = wordsFor({
		place,
		count: isDirectory ? inside.length : 0,
		key,
		rendered
	});
	const untrack = `Run: git rm ${isDirectory ? "-r " : ""}--cached -- ${quoted(place)}, commit that, and ignore it in .gitignore.`;
	return {
		code: key || rendered ? "KEY_TRACKED" : "STATE_TRACKED",
		severity: "error",
		path: place,
		problem,
		expected: null,
		actual: null,
		remedy: [untrack, ...after].join(" "),
		location: { file: key ?? rendered ?? inside[0] ?? place }
	};
}
function wordsFor(of) {
	const { place, count, key, rendered } = of;
	const files = `git tracks ${count} ${count === 1 ? "file" : "files"} of ${place}`;
	if (key !== void 0) return {
		problem: count === 0 ? "git tracks a secret key" : `${files}, the secret key ${key} among them`,
		after: ["The key stays in git's history: run identikit secret rotate with a new key, and replace every secret that the old one sealed."]
	};
	if (rendered !== void 0) return {
		problem: `${files}, the plaintext secrets in ${rendered} among them`,
		after: ["The secrets stay in git's history: replace each where it was issued."]
	};
	return {
		problem: count === 0 ? "git tracks a database" : files,
		after: []
	};
}
function quoted(path) {
	return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
export { stateFilesOf, trackedState };
