import { IdentikitError } from "../start/faces.js";
import "./secret-with-diff.js";
import { fileFault, isTemporaryName, observeIn, readFileIn } from "./tree.js";
import { hasRendererLock } from "./env.js";
import { join } from "node:path";
import { readdirSync } from "node:fs";
// src/env/observation.ts
const maxFileBytes = 67108864;
const othersMayWrite = 18;
function observeEnvDirectory(directory, watched) {
	const { mode, uid, gid } = directory.status();
	const names = new Set(listIn(directory));
	const read = (name) => names.has(name) ? readFileIn(directory, name, maxFileBytes) : void 0;
	const loose = [];
	const skills = names.has("skills") ? observeSkills(directory, watched.skills, loose) : noSkills(watched.skills);
	const files = new Map([...watched.files].map((path) => {
		const isBelow = path.includes("/");
		return [path, names.has(isBelow ? path.slice(0, path.indexOf("/")) : path) ? readFileBelow(directory, path.split("/"), loose) : void 0];
	}));
	return {
		mode,
		owner: {
			uid,
			gid
		},
		shared: Object.fromEntries(watched.shared.map((name) => [name, read(name)])),
		files,
		skills,
		loose: [...new Map(loose.map((each) => [each.path, each])).values()],
		leftovers: [...names].some(isTemporaryName) || names.has(".claude.json.lock") && hasRendererLock(directory)
	};
}
function readFileBelow(directory, segments, loose, from = {
	above: "",
	owner: directory.status().uid
}) {
	const [name = "", ...rest] = segments;
	if (rest.length === 0) return readFileIn(directory, name, maxFileBytes);
	using below = directory.enter(name);
	if (!below) return void 0;
	const { above, owner } = from;
	const path = `${above}${name}`;
	noteLoose(loose, {
		path,
		...below.status(),
		owner
	});
	return readFileBelow(below, rest, loose, {
		above: `${path}/`,
		owner
	});
}
function noteLoose(loose, { path, mode, uid, owner }) {
	const isStranger = uid !== owner && uid !== 0;
	if ((mode & othersMayWrite) === 0 && !isStranger) return;
	loose.push({
		path,
		mode,
		...isStranger ? { stranger: uid } : {}
	});
}
function observeSkills(directory, skillNames, loose) {
	const observed = new Map();
	const { uid: owner } = directory.status();
	const look = (path, mode, uid = owner) => {
		noteLoose(loose, {
			path,
			mode,
			uid,
			owner
		});
	};
	const lookAt = (path, { mode, uid }) => look(path, mode, uid);
	using skills = directory.enter("skills");
	if (skills) lookAt("skills", skills.status());
	for (const name of skillNames) {
		using skill = skills?.enter(name);
		const entries = skill ? observeIn(skill, { withBytes: true }).map(light) : [];
		const link = entries.find((entry) => entry.kind === "symlink");
		if (skill && link) throw linked(join(skill.path, link.path));
		observed.set(name, entries);
		if (skill) lookAt(`skills/${name}`, skill.status());
		for (const { path, kind, mode, owner: held } of entries) if (kind === "directory") look(`skills/${name}/${path}`, mode, held?.uid);
	}
	return observed;
}
function light({ bytes, ...entry }) {
	return bytes && bytes.length <= 262144 ? {
		...entry,
		bytes
	} : entry;
}
function noSkills(skillNames) {
	return new Map([...skillNames].map((name) => [name, []]));
}
function listIn(directory) {
	try {
		return readdirSync(directory.locate("."));
	} catch (cause) {
		throw fileFault("FILE_UNREADABLE", directory.path, cause);
	}
}
function linked(path) {
	return new IdentikitError("PATH_LINKED", `${path} is a symbolic link among files that are rendered`, { remedy: "Remove it or move it away, then run again; nothing was written through it." });
}
export { maxFileBytes, observeEnvDirectory, readFileBelow };
