// Longer than other files: one class that plays every form of COPY and ADD on the same files.
import { posix } from "node:path";
import { certain } from "../../fault/certain.ts";
import { markerName } from "../../image/identity.ts";
import { identitySuffix } from "../../template/stage-identity.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { type BuildContext, contextPath } from "./build-context.ts";
import { filePattern, isPattern } from "./file-pattern.ts";
import { ignorePattern } from "./ignore-pattern.ts";
import { isWithin, type Origin, overlap, type StageFile, type StageFiles } from "./stage-files.ts";
import type { CopyStep, Owner, Stage } from "./step.ts";

/** A source of a COPY that is not there: a builder stops. */
export interface MissingSource {
  readonly source: string;
  readonly line: number;
}

export interface PlayOptions {
  /** The identity, which is the template's files as far as they may be copied. */
  readonly template: FileTree;
  /** Names at the template's root that are not the identity's; not known if left out. */
  readonly beside?: readonly string[] | undefined;
  /** The template's directory within the build context, cleaned. */
  readonly root: string;
  readonly context?: BuildContext | undefined;
  /** Whether a builder sees a file of the template. */
  readonly isSeen: (path: string) => boolean;
}

interface Playing extends PlayOptions {
  readonly stages: readonly Stage[];
  /** The files of the stages before this one. */
  readonly played: readonly StageFiles[];
  readonly files: StageFiles;
  readonly missing: MissingSource[];
  readonly staged: number[];
  readonly wholesale: number[];
}

/** One thing that a source names, with what a directory holds below it. */
interface Found {
  readonly name: string;
  readonly file?: StageFile;
  /** By path below it; a directory is there without a file. */
  readonly content: ReadonlyMap<string, StageFile | undefined>;
}

/** Plays COPY and ADD on a stage's files. */
export class CopyPlayer {
  readonly #on: Playing;

  constructor(on: Playing) {
    this.#on = on;
  }

  play(step: CopyStep): void {
    const { files } = this.#on;
    const base = bare(step.destination);
    // Something put there may be a link, which COPY follows.
    if (files.isUnclear(base)) files.doubt(step, "/", "it goes through a place whose content is not known");
    for (const document of step.hereDocuments) {
      const origin: Origin = { kind: "written" };
      const made = this.#made(step, { mode: 0o644 });
      this.#putFile(document.name, { ...made, origin }, step);
    }
    for (const source of step.sources) this.#source(source, step);
  }

  #source(source: string, step: CopyStep): void {
    const { root } = this.#on;
    if (step.from === "elsewhere") this.#foreign(source, { kind: "elsewhere" }, step);
    else if (step.from !== undefined) this.#fromStage(source, step.from, step);
    else if (isWithin(`/${contextPath(source)}`, `/${root}`)) this.#fromTemplate(source, step);
    else if (isWithin(`/${contextPath(source)}`, `/${root}${identitySuffix}`)) this.#fromStaged(source, step);
    else this.#fromContext(source, step);
  }

  #fromTemplate(source: string, step: CopyStep): void {
    const { files, missing, wholesale, root, beside } = this.#on;
    const wanted = contextPath(source).slice(root.length).replace(/^\//, "");
    if (beside?.includes(certain(wanted.split("/")[0]))) {
      this.#foreign(source, { kind: "elsewhere" }, step);
      return;
    }
    const found = this.#inTemplate(wanted);
    if (found.length === 0) missing.push({ source: wanted, line: step.line });
    if (wanted === "") wholesale.push(step.line);
    this.#beside(wanted, step);
    for (const each of found) {
      // ADD unpacks a file that looks like an archive.
      if (step.unpacks && each.file) files.doubt(step, bare(step.destination), "ADD may unpack it; use COPY");
      this.#put(each, step);
    }
  }

  /** The directory of the staged identity holds the identity and the marker, nothing else; that it does is checked beside. */
  #fromStaged(source: string, step: CopyStep): void {
    const { files, missing, staged, root } = this.#on;
    staged.push(step.line);
    const wanted = contextPath(source)
      .slice(root.length + identitySuffix.length)
      .replace(/^\//, "");
    const found = this.#inTemplate(wanted, true);
    if (found.length === 0) missing.push({ source: wanted, line: step.line });
    for (const each of found) {
      if (step.unpacks && each.file) files.doubt(step, bare(step.destination), "ADD may unpack it; use COPY");
      this.#put(each, step);
    }
  }

  /** A pattern at the template's root may match what is not the identity's. */
  #beside(source: string, step: CopyStep): void {
    const { files, beside } = this.#on;
    const [first = "", ...rest] = source.split("/");
    if (!isPattern(first)) return;
    const name = beside?.find((each) => filePattern(first)?.(each) ?? true);
    const base = bare(step.destination);
    if (beside === undefined)
      files.doubt(step, base, "the pattern may match more of the template than the identity");
    else if (name !== undefined && rest.length > 0)
      files.doubt(step, base, `the pattern may match what is in ${name}`);
    else if (name !== undefined)
      files.doubt(step, base, `the pattern matches ${name}, which is not the identity's`);
  }

  /** The template's files and directories that a source names. */
  #inTemplate(source: string, isStaged = false): Found[] {
    const { template, isSeen } = this.#on;
    const known = new Map<string, StageFile | undefined>([["", undefined]]);
    for (const { path } of template) {
      if (!isSeen(path)) continue;
      for (let at = posix.dirname(path); at !== "."; at = posix.dirname(at)) known.set(at, undefined);
      known.set(path, { origin: { kind: "template", path, isStaged }, line: 0, owner: "root" });
    }
    if (isStaged) known.set(markerName, { origin: { kind: "staged marker" }, line: 0, owner: "root" });
    const matches = isPattern(source)
      ? (path: string) => path !== "" && filePattern(source)?.(path) === true
      : (path: string) => path === source;
    return [...known.keys()].filter(matches).map((name) => foundAt(name, known));
  }

  #fromContext(source: string, step: CopyStep): void {
    const { context, files } = this.#on;
    const path = contextPath(source);
    const entry = isPattern(path) ? undefined : context?.entry(path);
    const origin: Origin = { kind: "context", path };
    if (entry?.kind === "file" && !step.unpacks)
      this.#putFile(posix.basename(path), { ...this.#made(step), origin }, step);
    else if (entry?.kind === "other")
      files.doubt(step, bare(step.destination), "a source is a link, or too large to look into");
    else this.#foreign(source, origin, step);
  }

  /** A source that may be a file or a directory. */
  #foreign(source: string, origin: Origin, step: CopyStep): void {
    const { files } = this.#on;
    const name = posix.basename(posix.join("/", source));
    const isNamed = name !== "" && !isPattern(source) && !/(?:^|\/)\.{0,2}$/.test(source);
    files.doubt(step, bare(step.destination), "it cannot be told what this brings");
    if (isNamed) this.#putFile(name, { ...this.#made(step), origin }, step);
  }

  #fromStage(source: string, from: number, step: CopyStep): void {
    const { stages, played, missing, files } = this.#on;
    const other = certain(played[from]);
    const path = posix.join("/", source).replace(/(?<=.)\/$/, "");
    const base = bare(step.destination);
    const clouded = other.unknowns.find(({ at }) => overlap(at, path));
    if (!stages[from]?.isScratch)
      files.doubt(step, base, "the stage it copies from has a base image, so its content is not known");
    else if (isPattern(path)) files.doubt(step, base, "it cannot be told what a pattern matches in a stage");
    else if (clouded)
      files.doubt(step, base, `the stage it copies from has an unknown content since line ${clouded.line}`);
    else {
      const known = new Map<string, StageFile | undefined>([["", undefined]]);
      for (const at of other.directories.keys()) known.set(at.slice(1), undefined);
      for (const [at, file] of other.files) known.set(at.slice(1), file);
      const name = path.slice(1);
      if (known.has(name)) this.#put(foundAt(name, known), step, other);
      else missing.push({ source: path, line: step.line });
    }
  }

  #put(found: Found, step: CopyStep, other?: StageFiles): void {
    const { files } = this.#on;
    const base = bare(step.destination);
    if (found.file) {
      this.#putFile(posix.basename(found.name), { ...found.file, ...this.#made(step, found.file) }, step);
      return;
    }
    files.makeDirectory(base, this.#made(step, { mode: 0o755 }), step);
    for (const [path, file] of found.content) {
      const verdict = excluded(path, found.name, step);
      if (verdict === "unclear") files.doubt(step, base, "builders differ in what --exclude takes away");
      if (verdict !== "kept") continue;
      const target = posix.join(base, path);
      if (file) files.put(target, { ...file, ...this.#made(step, file) }, step);
      else
        files.makeDirectory(
          target,
          this.#made(step, other?.directories.get(`/${posix.join(found.name, path)}`)),
          step,
        );
    }
  }

  #putFile(name: string, file: StageFile, step: CopyStep): void {
    const { files } = this.#on;
    const base = bare(step.destination);
    const isDirectory = step.destination.endsWith("/") || files.directories.has(base);
    if (step.links && !step.destination.endsWith("/") && isDirectory)
      files.doubt(step, base, "builders differ in whether --link sees that the destination is a directory");
    if (excluded(name, "", step) !== "kept")
      files.doubt(step, base, "builders differ in whether --exclude counts for a single file");
    files.put(isDirectory ? posix.join(base, name) : base, file, step);
  }

  #made(step: CopyStep, of: { readonly mode?: number } = {}): { line: number; owner: Owner; mode?: number } {
    const mode = step.mode ?? of.mode;
    return { line: step.line, owner: step.owner, ...(mode === undefined ? {} : { mode }) };
  }
}

function bare(destination: string): string {
  return destination.replace(/(?<=.)\/$/, "");
}

function foundAt(name: string, known: ReadonlyMap<string, StageFile | undefined>): Found {
  const file = known.get(name);
  const prefix = name === "" ? "" : `${name}/`;
  const below = [...known].filter(([path]) => path !== name && path.startsWith(prefix));
  return {
    name,
    ...(file ? { file } : {}),
    content: new Map(below.map(([path, each]) => [path.slice(prefix.length), each])),
  };
}

/** Whether `--exclude` takes a path away that stands below a source; a builder may also hold it against the whole path. */
function excluded(
  path: string,
  source: string,
  { excluded: patterns }: CopyStep,
): "kept" | "excluded" | "unclear" {
  if (patterns.length === 0) return "kept";
  const compiled = patterns.map((text) => ignorePattern(posix.normalize(text)));
  if (compiled.some((pattern) => !pattern || pattern.isException)) return "unclear";
  const verdicts = [path, posix.basename(path), posix.join(source, path)].map((name) =>
    compiled.some((pattern) => [name, ...parents(name)].some((each) => pattern?.matches(each))),
  );
  if (new Set(verdicts).size > 1) return "unclear";
  return verdicts[0] ? "excluded" : "kept";
}

function parents(path: string): string[] {
  const segments = path.split("/");
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join("/"));
}
