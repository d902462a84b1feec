import { octal } from "./tree.js";
import { ambiguousImage, markerName } from "./image.js";
import { IgnoreFile, ambiguousLine, isWithin as isWithin$1, overlap } from "./gate.js";
import { posix } from "node:path";
// src/gate/dockerfile/destination.ts
function reportFiles(report, at) {
	const { identity, played, destination, lastLine, argument } = at;
	for (const { path, digest, mode } of identity) {
		const file = played.files.files.get(`${destination}/${path}`);
		if (file?.origin.kind === "template" && file.origin.path === path) {
			reportMade(report, path, file, mode);
			continue;
		}
		const remedy = `Add: COPY \${${argument}}/${path} ${destination}/${path}`;
		const details = {
			expected: digest,
			actual: file ? describe(file.origin) : null,
			remedy,
			...file ? {} : { severity: absence(at, path) }
		};
		report.add(file ? "DOCKERFILE_FOREIGN_FILE" : "DOCKERFILE_NOT_COPIED", path, file?.line ?? lastLine, details);
	}
	const remedy = "Take the instruction away: nothing but the identity belongs there.";
	for (const [path, file] of below(played.files.files, destination)) {
		if (path === "IMAGE_BAKED_IDENTITY_PRESENT" || identity.get(path)) continue;
		report.add("DOCKERFILE_EXTRA_FILE", path, file.line, {
			actual: describe(file.origin),
			remedy
		});
	}
}
function reportDirectories(report, { identity, played, destination }) {
	const needed = [...identity].map(({ path }) => path);
	for (const [path, made] of played.files.directories) if (isWithin$1(destination, path)) reportMade(report, path, made, 493);
	for (const [path, made] of below(played.files.directories, destination)) {
		reportMade(report, path, made, 493);
		if (needed.some((each) => each.startsWith(`${path}/`))) continue;
		report.add("DOCKERFILE_EXTRA_DIRECTORY", path, made.line, {
			severity: "warning",
			actual: "a directory",
			remedy: "Take the instruction away: the identity has no such directory."
		});
	}
}
function reportMade(report, path, made, mode) {
	const { line, owner } = made;
	if (made.mode !== void 0 && made.mode !== mode) report.add("DOCKERFILE_MODE", path, line, {
		expected: octal(mode),
		actual: octal(made.mode),
		remedy: "Leave --chmod out, or give it for files of this mode only; it counts for new directories, too."
	});
	if (owner === "other") report.add("DOCKERFILE_OWNER", path, line, {
		expected: "0:0",
		actual: "another owner",
		remedy: "Leave --chown out: what is copied belongs to 0:0."
	});
	if (owner === "unknown") report.add("DOCKERFILE_OWNER", path, line, {
		severity: "unverified",
		expected: "0:0",
		actual: "WORKDIR makes it for the user of the base image",
		remedy: "Copy to the absolute path instead, or set USER 0 before."
	});
}
function reportTouches(report, { played, destination }) {
	for (const { line, keyword, at, reason } of played.files.unknowns) {
		if (!overlap(at, destination) || report.blames(line)) continue;
		report.add("DOCKERFILE_TOUCHED", destination, line, {
			severity: "unverified",
			actual: `${keyword} can change ${at === "/" ? "it" : at}: ${reason}`,
			remedy: "Move it into the base image or into a stage of its own, and copy from there to places away from the identity."
		});
	}
}
function absence({ played, destination }, path) {
	return played.files.isUnclear(`${destination}/${path}`) ? "unverified" : "error";
}
function* below(all, destination) {
	for (const [path, one] of all) if (path.startsWith(`${destination}/`)) yield [path.slice(destination.length + 1), one];
}
function describe(origin) {
	switch (origin.kind) {
		case "template": return `the template's ${origin.path}`;
		case "staged marker": return "the marker of the staged identity";
		case "context": return `${origin.path} of the build context`;
		case "written": return "a here document";
		default: return "not from the template";
	}
}
// src/gate/dockerfile/ignored.ts
function reportIgnored(report, question) {
	for (const { file, text, isBuildKits } of question.ignoreFiles) {
		const ignore = IgnoreFile.parse(text, file);
		if (isBuildKits) reportFirst(report, question, ignore);
		else refuseOther(question, ignore);
	}
}
function reportFirst(report, question, ignore) {
	for (const [name, path] of inContext(question)) {
		const verdict = ignore.verdict(path);
		if (verdict.kind === "ignored") report.add("DOCKERFILE_IGNORED", name, verdict.line, {
			expected: `${path} in the build context`,
			actual: `${ignore.file} takes it away`,
			remedy: `Add !${path} at the end of ${ignore.file}.`,
			location: {
				file: ignore.file,
				line: verdict.line
			}
		});
		else refuseUnclear(verdict, ignore, path);
	}
}
function refuseOther(question, ignore) {
	const { identity, placeOf, replay } = question;
	const unseen = new Map();
	for (const { path } of identity) {
		const verdict = ignore.verdict(placeOf(path));
		refuseUnclear(verdict, ignore, placeOf(path));
		if (verdict.kind === "ignored") unseen.set(path, verdict.line);
	}
	const [first] = unseen;
	if (!first || replay((path) => !unseen.has(path)).missing.length > 0) return;
	const [path, line] = first;
	throw ambiguousLine({
		file: ignore.file,
		line
	}, `builders that read this file do not see ${placeOf(path)}`);
}
function refuseUnclear(verdict, ignore, path) {
	if (verdict.kind === "unclear") throw ambiguousLine({
		file: ignore.file,
		line: verdict.line
	}, `${path}: ${verdict.reason}`);
}
function* inContext({ identity, placeOf, marker }) {
	for (const { path } of identity) yield [path, placeOf(path)];
	if (marker !== void 0) yield [markerName, marker];
}
// src/gate/dockerfile/marker.ts
const remedy = `Copy ${markerName} beside the identity, as Dockerfile.platform-agent does.`;
function reportMarker(report, at, context) {
	const { played, destination, lastLine } = at;
	const file = played.files.files.get(`${destination}/${markerName}`);
	const expected = "the marker";
	if (file === void 0) {
		report.add("DOCKERFILE_MARKER_MISSING", markerName, lastLine, {
			severity: absence(at, markerName),
			expected,
			remedy
		});
		return;
	}
	if (file.origin.kind === "staged marker") {
		reportMade(report, markerName, file, 493);
		return;
	}
	if (file.origin.kind === "context") {
		reportInContext(report, file, file.origin.path, context);
		return;
	}
	const isWritten = file.origin.kind === "written";
	report.add(isWritten ? "DOCKERFILE_AMBIGUOUS" : "DOCKERFILE_MARKER_CHANGED", markerName, file.line, {
		severity: isWritten ? "unverified" : "error",
		expected,
		actual: isWritten ? "a here document, in which builders put line ends in different places" : describe(file.origin),
		remedy
	});
}
function reportInContext(report, file, path, context) {
	const expected = "the marker";
	const entry = context?.entry(path);
	if (entry === void 0) {
		const actual = `${path} of the build context, which the gate was not given`;
		report.add("DOCKERFILE_MARKER_UNSEEN", markerName, file.line, {
			severity: "unverified",
			expected,
			actual,
			remedy
		});
	} else if (entry.kind !== "file") {
		const actual = `${path} of the build context is ${entry.kind === "missing" ? "missing" : "no regular file"}`;
		report.add("DOCKERFILE_MARKER_MISSING", markerName, file.line, {
			expected,
			actual,
			remedy
		});
	} else {
		if (!Buffer.from("#!/bin/sh\necho \"identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template\" >&2\n").equals(entry.bytes)) report.add("DOCKERFILE_MARKER_CHANGED", markerName, file.line, {
			expected,
			actual: `${path} of the build context`,
			remedy
		});
		reportMade(report, markerName, {
			...file,
			mode: file.mode ?? entry.mode
		}, 493);
	}
}
// src/gate/image-volumes.ts
function refuseVolumes(config, destination, place) {
	const identity = posix.resolve("/", destination);
	for (const declared of Object.keys(config.config?.Volumes ?? {})) {
		const volume = posix.resolve("/", declared);
		if (isWithin(identity, volume) || isWithin(volume, identity)) throw ambiguousImage(place, `it declares a volume at ${JSON.stringify(declared)}, and engines mount different things there`, "Take the VOLUME instruction away: the identity must not lie in a volume.");
	}
}
function isWithin(path, directory) {
	return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}
export { refuseVolumes, reportDirectories, reportFiles, reportIgnored, reportMarker, reportTouches };
