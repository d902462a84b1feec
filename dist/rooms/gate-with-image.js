import { IdentikitError } from "../start/faces.js";
import { certain } from "./fault.js";
import { octal } from "./tree.js";
import { ambiguousImage, markerName } from "./image.js";
import { DockerfileReport, IgnoreFile, ambiguousLine, isWithin as isWithin$1, overlap, play, readStages, refuseOldReading } from "./gate.js";
import { posix } from "node:path";
// src/gate/image-volumes.ts
/**
* Refuses an image that declares a volume where the identity is, above it or in it. Docker and Podman fill a new volume with
* the image's files and mount an old one over them; other engines mount an empty directory, or ignore the declaration.
* @param destination without slashes at its ends
* @throws {IdentikitError} `IMAGE_AMBIGUOUS` that names the volume
*/
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
// src/gate/dockerfile/destination.ts
/** Finds identity files that are not copied to their places, and everything that stands beside them. */
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
/** Finds directories at the destination, above and below it, that are not as the identity's are. */
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
/** Finds a mode or an owner that the identity's files and directories do not have. */
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
/** Finds the instructions that may change what stands at the destination, or what leads to it. */
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
/** What is not copied is missing, unless an instruction that cannot be followed may have put it there. */
function absence({ played, destination }, path) {
	return played.files.isUnclear(`${destination}/${path}`) ? "unverified" : "error";
}
function* below(all, destination) {
	for (const [path, one] of all) if (path.startsWith(`${destination}/`)) yield [path.slice(destination.length + 1), one];
}
function describe(origin) {
	switch (origin.kind) {
		case "template": return `the template's ${origin.path}`;
		case "context": return `${origin.path} of the build context`;
		case "written": return "a here document";
		default: return "not from the template";
	}
}
// src/gate/dockerfile/ignored.ts
/** Finds identity files that never reach the builder, because an ignore file takes them out of the build context. */
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
/** Another builder reads this one. A build that stops for want of a source does no harm; one that goes on does. */
function refuseOther(question, ignore) {
	const { identity, root, replay } = question;
	const unseen = new Map();
	for (const { path } of identity) {
		const verdict = ignore.verdict(`${root}/${path}`);
		refuseUnclear(verdict, ignore, `${root}/${path}`);
		if (verdict.kind === "ignored") unseen.set(path, verdict.line);
	}
	const [first] = unseen;
	if (!first || replay((path) => !unseen.has(path)).missing.length > 0) return;
	const [path, line] = first;
	throw ambiguousLine({
		file: ignore.file,
		line
	}, `builders that read this file do not see ${root}/${path}`);
}
function refuseUnclear(verdict, ignore, path) {
	if (verdict.kind === "unclear") throw ambiguousLine({
		file: ignore.file,
		line: verdict.line
	}, `${path}: ${verdict.reason}`);
}
function* inContext({ identity, root, marker }) {
	for (const { path } of identity) yield [path, `${root}/${path}`];
	if (marker !== void 0) yield [markerName, marker];
}
// src/gate/dockerfile/marker.ts
const remedy = `Copy ${markerName} beside the identity, as Dockerfile.platform-agent does.`;
/** Checks that the marker is put beside the identity with its exact bytes, as a file of the build context. */
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
// src/gate/dockerfile-side.ts
/** The build argument that names the template's directory. */
const templateArgument = "PLATFORM_AGENT_TEMPLATE_DIR";
/** The argument's default: where the canonical checkout stands in the build context. */
const defaultTemplateDirectory = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";
/** What this side cannot see, whatever the Dockerfile says; for the account of what a gate covered. */
const unseenByDockerfile = "what the base image brings (files, links, variables, volumes, ONBUILD triggers), build arguments, named contexts and targets given to the builder, modes of the files in the build context; gate the image, too";
const unreadable = new Set(["DOCKERFILE_AMBIGUOUS", "DOCKERFILE_INVALID"]);
/** Stands for the template's directory while the Dockerfile is read, so that nothing else can look like it. */
const mark = "template";
/**
* Compares a Dockerfile with the identity: every file of the template must be copied, from the directory that the build
* argument names, to its place at the destination, with its mode and owner; the marker must stand beside it with its exact
* bytes; and nothing else may be there. The instructions are played through, stage by stage. What cannot be followed in the one
* way that BuildKit, the classic builder and buildah share is a finding of severity `unverified` with its line and the reason.
* What every builder refuses is one, too.
* @param identity the template's files that belong into the image
*/
function checkDockerfile(identity, side) {
	const report = new DockerfileReport(side.file);
	try {
		new DockerfileCheck(identity, side, report).run();
	} catch (fault) {
		if (!(fault instanceof IdentikitError) || !unreadable.has(fault.code)) throw fault;
		report.addFault(fault, `/${side.destination}`);
	}
	return report.findings;
}
var DockerfileCheck = class {
	#identity;
	#side;
	#report;
	constructor(identity, side, report) {
		this.#identity = identity;
		this.#side = side;
		this.#report = report;
	}
	run() {
		const { file, text, destination, context, ignoreFiles = [], templateDirectory = defaultTemplateDirectory } = this.#side;
		const stages = this.#stages(new Map([[templateArgument, mark]]));
		const last = certain(stages.at(-1));
		const played = this.#play(stages, mark);
		const at = {
			identity: this.#identity,
			played,
			destination: `/${destination}`,
			lastLine: last.steps.at(-1)?.line ?? last.line,
			argument: templateArgument
		};
		this.#variable(last);
		this.#sources(played);
		reportFiles(this.#report, at);
		reportDirectories(this.#report, at);
		reportMarker(this.#report, at, context);
		reportTouches(this.#report, at);
		const root = posix.join(templateDirectory);
		const byDefault = this.#stages(new Map());
		this.#default(byDefault, root, at);
		refuseOldReading(text, file);
		const marker = played.files.files.get(`/${destination}/${markerName}`)?.origin;
		reportIgnored(this.#report, {
			identity: this.#identity,
			root,
			ignoreFiles,
			marker: marker?.kind === "context" ? marker.path : void 0,
			replay: (isSeen) => this.#play(byDefault, root, isSeen)
		});
	}
	#stages(given) {
		const { text, file } = this.#side;
		return readStages(text, {
			file,
			given,
			hereDocuments: true
		});
	}
	#play(stages, root, isSeen = () => true) {
		const { beside, context } = this.#side;
		return play(stages, {
			template: this.#identity,
			beside,
			root,
			context,
			isSeen
		});
	}
	#variable({ environment }) {
		const line = environment.get(templateArgument);
		if (line === void 0) return;
		const remedy = `Take the ENV away: ${templateArgument} is a build argument, never a runtime variable.`;
		this.#report.add("DOCKERFILE_RUNTIME_VARIABLE", templateArgument, line, {
			actual: "ENV",
			remedy
		});
	}
	#sources({ missing, wholesale }) {
		for (const { source, line } of missing) this.#report.add("DOCKERFILE_SOURCE_MISSING", source, line, {
			actual: source,
			remedy: "Take the source away, or add the file to the template."
		});
		for (const line of wholesale) this.#report.add("DOCKERFILE_EXTRA_FILE", ".", line, {
			actual: "the whole template",
			remedy: "Copy config.yaml, mcp_servers.yaml and prompts/ one by one: nothing else of the template is baked."
		});
	}
	/** A build without the build argument must copy the same files. */
	#default(stages, root, { played, destination }) {
		const { files } = this.#play(stages, root).files;
		if ([...this.#identity].every(({ path }) => {
			const [given, without] = [played.files.files, files].map((each) => each.get(`${destination}/${path}`)?.origin);
			return given?.kind !== "template" || without?.kind === "template" && without.path === given.path;
		})) return;
		const found = stages.map((stage) => stage.arguments.get(templateArgument)).find((each) => each !== void 0);
		this.#report.add("DOCKERFILE_ARGUMENT", templateArgument, found?.line ?? 1, {
			expected: root,
			actual: found?.value ?? null,
			remedy: `Declare it once in the stage that copies: ARG ${templateArgument}=${root}`
		});
	}
};
export { checkDockerfile, refuseVolumes, unseenByDockerfile };
