import { certain } from "./fault.js";
import { IdentikitError } from "../start/faces.js";
import { markerName } from "./image.js";
import { identitySuffix } from "./template-with-sqlite.js";
import { reportDirectories, reportFiles, reportIgnored, reportMarker, reportTouches } from "./gate-with-image.js";
import { DockerfileReport, StageFiles, contextPath, filePattern, ignorePattern, isPattern, isWithin, overlap, readStages, refuseOldReading } from "./gate.js";
import { posix } from "node:path";
// src/gate/dockerfile/copy-player.ts
var CopyPlayer = class {
	#on;
	constructor(on) {
		this.#on = on;
	}
	play(step) {
		const { files } = this.#on;
		const base = bare(step.destination);
		if (files.isUnclear(base)) files.doubt(step, "/", "it goes through a place whose content is not known");
		for (const document of step.hereDocuments) {
			const origin = { kind: "written" };
			const made = this.#made(step, { mode: 420 });
			this.#putFile(document.name, {
				...made,
				origin
			}, step);
		}
		for (const source of step.sources) this.#source(source, step);
	}
	#source(source, step) {
		const { root } = this.#on;
		if (step.from === "elsewhere") this.#foreign(source, { kind: "elsewhere" }, step);
		else if (step.from !== void 0) this.#fromStage(source, step.from, step);
		else if (isWithin(`/${contextPath(source)}`, `/${root}`)) this.#fromTemplate(source, step);
		else if (isWithin(`/${contextPath(source)}`, `/${root}@identity`)) this.#fromStaged(source, step);
		else this.#fromContext(source, step);
	}
	#fromTemplate(source, step) {
		const { files, missing, wholesale, root, beside } = this.#on;
		const wanted = contextPath(source).slice(root.length).replace(/^\//, "");
		if (beside?.includes(certain(wanted.split("/")[0]))) {
			this.#foreign(source, { kind: "elsewhere" }, step);
			return;
		}
		const found = this.#inTemplate(wanted);
		if (found.length === 0) missing.push({
			source: wanted,
			line: step.line
		});
		if (wanted === "") wholesale.push(step.line);
		this.#beside(wanted, step);
		for (const each of found) {
			if (step.unpacks && each.file) files.doubt(step, bare(step.destination), "ADD may unpack it; use COPY");
			this.#put(each, step);
		}
	}
	#fromStaged(source, step) {
		const { files, missing, staged, root } = this.#on;
		staged.push(step.line);
		const wanted = contextPath(source).slice(root.length + identitySuffix.length).replace(/^\//, "");
		const found = this.#inTemplate(wanted, true);
		if (found.length === 0) missing.push({
			source: wanted,
			line: step.line
		});
		for (const each of found) {
			if (step.unpacks && each.file) files.doubt(step, bare(step.destination), "ADD may unpack it; use COPY");
			this.#put(each, step);
		}
	}
	#beside(source, step) {
		const { files, beside } = this.#on;
		const [first = "", ...rest] = source.split("/");
		if (!isPattern(first)) return;
		const name = beside?.find((each) => filePattern(first)?.(each) ?? true);
		const base = bare(step.destination);
		if (beside === void 0) files.doubt(step, base, "the pattern may match more of the template than the identity");
		else if (name !== void 0 && rest.length > 0) files.doubt(step, base, `the pattern may match what is in ${name}`);
		else if (name !== void 0) files.doubt(step, base, `the pattern matches ${name}, which is not the identity's`);
	}
	#inTemplate(source, isStaged = false) {
		const { template, isSeen } = this.#on;
		const known = new Map([["", void 0]]);
		for (const { path } of template) {
			if (!isSeen(path)) continue;
			for (let at = posix.dirname(path); at !== "."; at = posix.dirname(at)) known.set(at, void 0);
			known.set(path, {
				origin: {
					kind: "template",
					path,
					isStaged
				},
				line: 0,
				owner: "root"
			});
		}
		if (isStaged) known.set(markerName, {
			origin: { kind: "staged marker" },
			line: 0,
			owner: "root"
		});
		const matches = isPattern(source) ? (path) => path !== "" && filePattern(source)?.(path) === true : (path) => path === source;
		return [...known.keys()].filter(matches).map((name) => foundAt(name, known));
	}
	#fromContext(source, step) {
		const { context, files } = this.#on;
		const path = contextPath(source);
		const entry = isPattern(path) ? void 0 : context?.entry(path);
		const origin = {
			kind: "context",
			path
		};
		if (entry?.kind === "file" && !step.unpacks) this.#putFile(posix.basename(path), {
			...this.#made(step),
			origin
		}, step);
		else if (entry?.kind === "other") files.doubt(step, bare(step.destination), "a source is a link, or too large to look into");
		else this.#foreign(source, origin, step);
	}
	#foreign(source, origin, step) {
		const { files } = this.#on;
		const name = posix.basename(posix.join("/", source));
		const isNamed = name !== "" && !isPattern(source) && !/(?:^|\/)\.{0,2}$/.test(source);
		files.doubt(step, bare(step.destination), "it cannot be told what this brings");
		if (isNamed) this.#putFile(name, {
			...this.#made(step),
			origin
		}, step);
	}
	#fromStage(source, from, step) {
		const { stages, played, missing, files } = this.#on;
		const other = certain(played[from]);
		const path = posix.join("/", source).replace(/(?<=.)\/$/, "");
		const base = bare(step.destination);
		const clouded = other.unknowns.find(({ at }) => overlap(at, path));
		if (!stages[from]?.isScratch) files.doubt(step, base, "the stage it copies from has a base image, so its content is not known");
		else if (isPattern(path)) files.doubt(step, base, "it cannot be told what a pattern matches in a stage");
		else if (clouded) files.doubt(step, base, `the stage it copies from has an unknown content since line ${clouded.line}`);
		else {
			const known = new Map([["", void 0]]);
			for (const at of other.directories.keys()) known.set(at.slice(1), void 0);
			for (const [at, file] of other.files) known.set(at.slice(1), file);
			const name = path.slice(1);
			if (known.has(name)) this.#put(foundAt(name, known), step, other);
			else missing.push({
				source: path,
				line: step.line
			});
		}
	}
	#put(found, step, other) {
		const { files } = this.#on;
		const base = bare(step.destination);
		if (found.file) {
			this.#putFile(posix.basename(found.name), {
				...found.file,
				...this.#made(step, found.file)
			}, step);
			return;
		}
		files.makeDirectory(base, this.#made(step, { mode: 493 }), step);
		for (const [path, file] of found.content) {
			const verdict = excluded(path, found.name, step);
			if (verdict === "unclear") files.doubt(step, base, "builders differ in what --exclude takes away");
			if (verdict !== "kept") continue;
			const target = posix.join(base, path);
			if (file) files.put(target, {
				...file,
				...this.#made(step, file)
			}, step);
			else files.makeDirectory(target, this.#made(step, other?.directories.get(`/${posix.join(found.name, path)}`)), step);
		}
	}
	#putFile(name, file, step) {
		const { files } = this.#on;
		const base = bare(step.destination);
		const isDirectory = step.destination.endsWith("/") || files.directories.has(base);
		if (step.links && !step.destination.endsWith("/") && isDirectory) files.doubt(step, base, "builders differ in whether --link sees that the destination is a directory");
		if (excluded(name, "", step) !== "kept") files.doubt(step, base, "builders differ in whether --exclude counts for a single file");
		files.put(isDirectory ? posix.join(base, name) : base, file, step);
	}
	#made(step, of = {}) {
		const mode = step.mode ?? of.mode;
		return {
			line: step.line,
			owner: step.owner,
			...mode === void 0 ? {} : { mode }
		};
	}
};
function bare(destination) {
	return destination.replace(/(?<=.)\/$/, "");
}
function foundAt(name, known) {
	const file = known.get(name);
	const prefix = name === "" ? "" : `${name}/`;
	const below = [...known].filter(([path]) => path !== name && path.startsWith(prefix));
	return {
		name,
		...file ? { file } : {},
		content: new Map(below.map(([path, each]) => [path.slice(prefix.length), each]))
	};
}
function excluded(path, source, { excluded: patterns }) {
	if (patterns.length === 0) return "kept";
	const compiled = patterns.map((text) => ignorePattern(posix.normalize(text)));
	if (compiled.some((pattern) => !pattern || pattern.isException)) return "unclear";
	const verdicts = [
		path,
		posix.basename(path),
		posix.join(source, path)
	].map((name) => compiled.some((pattern) => [name, ...parents(name)].some((each) => pattern?.matches(each))));
	if (new Set(verdicts).size > 1) return "unclear";
	return verdicts[0] ? "excluded" : "kept";
}
function parents(path) {
	const segments = path.split("/");
	return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
}
// src/gate/dockerfile/play.ts
function play(stages, options) {
	const played = [];
	const missing = [];
	const wholesale = [];
	const staged = [];
	for (const stage of stages) {
		const files = new StageFiles(stage.parent === void 0 ? void 0 : played[stage.parent]);
		const player = new CopyPlayer({
			...options,
			stages,
			played,
			files,
			missing,
			staged,
			wholesale
		});
		for (const step of stage.steps) if (step.kind === "unknown") files.unknowns.push(step);
		else if (step.kind === "copy") player.play(step);
		else {
			if (files.isUnclear(step.path)) files.doubt(step, "/", "it goes through a place whose content is not known");
			files.makeDirectory(step.path, {
				line: step.line,
				mode: 493,
				owner: step.owner
			}, step);
		}
		played.push(files);
	}
	return {
		files: certain(played.at(-1)),
		missing,
		staged,
		wholesale
	};
}
// src/gate/dockerfile-side.ts
const templateArgument = "PLATFORM_AGENT_TEMPLATE_DIR";
const defaultTemplateDirectory = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";
const unseenByDockerfile = "what the base image brings (files, links, variables, volumes, ONBUILD triggers), build arguments, named contexts and targets given to the builder, modes of the files in the build context; gate the image, too";
const unreadable = new Set(["DOCKERFILE_AMBIGUOUS", "DOCKERFILE_INVALID"]);
const mark = "template";
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
		this.#staged(played);
		reportFiles(this.#report, at);
		reportDirectories(this.#report, at);
		reportMarker(this.#report, at, context);
		reportTouches(this.#report, at);
		const root = posix.join(templateDirectory);
		const byDefault = this.#stages(new Map());
		this.#default(byDefault, root, at);
		refuseOldReading(text, file);
		const marker = played.files.files.get(`/${destination}/${markerName}`)?.origin;
		const placeOf = (path) => {
			const origin = played.files.files.get(`/${destination}/${path}`)?.origin;
			const isStaged = origin?.kind === "template" && origin.isStaged;
			return `${root}${isStaged ? identitySuffix : ""}/${path}`;
		};
		reportIgnored(this.#report, {
			identity: this.#identity,
			placeOf,
			ignoreFiles,
			marker: marker?.kind === "context" ? marker.path : marker?.kind === "staged marker" ? `${root}${identitySuffix}/${markerName}` : void 0,
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
			remedy: "Copy the staged identity instead, the directory beside it whose name ends in @identity: it holds what is baked and nothing else."
		});
	}
	#staged({ staged: [line] }) {
		if (line === void 0) return;
		const { staged, file } = this.#side;
		for (const finding of staged ?? []) this.#report.findings.push({
			...finding,
			location: {
				file,
				line
			}
		});
		if (staged !== void 0) return;
		this.#report.add("DOCKERFILE_SOURCE_MISSING", identitySuffix, line, {
			severity: "unverified",
			actual: "the directory of the staged identity, which the gate was not given",
			remedy: "Run the gate in the repository, or name the build context with --context."
		});
	}
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
export { checkDockerfile, unseenByDockerfile };
