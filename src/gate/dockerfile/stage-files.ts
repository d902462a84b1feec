import { posix } from "node:path";
import type { FileTree } from "../../tree/file-tree.ts";
import type { CopyStep, Stage } from "./stage.ts";

/** Where a file of a stage comes from, as far as the Dockerfile tells. */
export interface Origin {
  /** The template's path, or `undefined` for what comes from anywhere else. */
  readonly path: string | undefined;
  /** The line that put it there. */
  readonly line: number;
}

/** A source of a COPY that the template does not have. */
export interface MissingSource {
  readonly source: string;
  readonly line: number;
}

/** What the COPY instructions of a stage have put where, by absolute path. What RUN does is not known. */
export class StageFiles {
  readonly files: Map<string, Origin>;
  readonly missing: MissingSource[] = [];
  /** The lines that copy the template's directory as a whole, skills and all. */
  readonly wholesale: number[] = [];
  readonly #directories: Set<string>;
  readonly #template: FileTree;
  readonly #mark: string;
  readonly #stages: ReadonlyMap<string, StageFiles>;

  private constructor(
    below: StageFiles | undefined,
    template: FileTree,
    mark: string,
    stages: Map<string, StageFiles>,
  ) {
    this.files = new Map(below?.files);
    this.#directories = new Set(below ? below.#directories : ["/"]);
    this.#template = template;
    this.#mark = mark;
    this.#stages = stages;
  }

  /**
   * Plays the COPY instructions of all stages.
   * @param mark what the template's directory was filled in as
   * @returns the last stage's files, which are the image's
   */
  static play(stages: readonly Stage[], template: FileTree, mark: string): StageFiles {
    const played: StageFiles[] = [];
    const named = new Map<string, StageFiles>();
    for (const [at, stage] of stages.entries()) {
      const below = stage.parent === undefined ? undefined : played[stage.parent];
      const files = new StageFiles(below, template, mark, named);
      for (const copy of stage.copies) files.#copy(copy);
      played.push(files);
      named.set(String(at), files);
      if (stage.name) named.set(stage.name.toLowerCase(), files);
    }
    return played.at(-1) as StageFiles;
  }

  #copy(copy: CopyStep): void {
    const { destination, sources, heredocs, line } = copy;
    const isDirectory =
      destination.endsWith("/") || sources.length + heredocs > 1 || this.#directories.has(destination);
    const base = destination.replace(/\/$/, "") || "/";
    if (heredocs > 0 && !isDirectory) this.#put(base, { path: undefined, line });
    for (const source of sources) {
      if (copy.from !== undefined) this.#copyFromStage(copy.from, source, base, isDirectory, line);
      else if (this.#isTemplate(source)) this.#copyFromTemplate(source, base, isDirectory, line);
      else if (!/[*?[]/.test(source))
        this.#put(isDirectory ? posix.join(base, posix.basename(source)) : base, { path: undefined, line });
    }
  }

  #copyFromTemplate(source: string, base: string, isDirectory: boolean, line: number): void {
    const wanted = posix.normalize(source.slice(this.#mark.length).replace(/^\/+/, "")).replace(/\/$/, "");
    const matches = wanted === "." ? [""] : this.#matching(wanted);
    if (matches.includes("")) this.wholesale.push(line);
    if (matches.length === 0) this.missing.push({ source: wanted, line });
    for (const match of matches) {
      const file = this.#template.get(match);
      if (file) {
        this.#put(isDirectory ? posix.join(base, posix.basename(match)) : base, { path: match, line });
        continue;
      }
      this.#makeDirectory(base);
      const prefix = match === "" ? "" : `${match}/`;
      for (const { path } of this.#template) {
        if (path.startsWith(prefix)) this.#put(posix.join(base, path.slice(prefix.length)), { path, line });
      }
    }
  }

  /** The template's files and directories that a source names, which may be a pattern of Go's `filepath.Match`. */
  #matching(source: string): string[] {
    const known = new Set<string>();
    for (const { path } of this.#template) {
      for (let at = path; at !== "."; at = posix.dirname(at)) known.add(at);
    }
    if (known.has(source)) return [source];
    const pattern = source
      .split(/(\[[^\]/]+\]|\*|\?)/)
      .map((part, at) => (at % 2 === 0 ? part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&") : wildcard(part)))
      .join("");
    return /[*?[]/.test(source) ? [...known].filter((path) => new RegExp(`^${pattern}$`).test(path)) : [];
  }

  #copyFromStage(from: string, source: string, base: string, isDirectory: boolean, line: number): void {
    const stage = this.#stages.get(from.toLowerCase());
    const path = posix.resolve("/", source);
    const below = [...(stage?.files ?? [])].filter(([each]) =>
      each.startsWith(path === "/" ? "/" : `${path}/`),
    );
    if (below.length === 0) {
      const origin = { path: stage?.files.get(path)?.path, line };
      this.#put(isDirectory ? posix.join(base, posix.basename(path)) : base, origin);
      return;
    }
    this.#makeDirectory(base);
    for (const [each, origin] of below)
      this.#put(posix.join(base, each.slice(path === "/" ? 1 : path.length + 1)), {
        path: origin.path,
        line,
      });
  }

  #put(path: string, origin: Origin): void {
    this.#makeDirectory(posix.dirname(path));
    this.files.set(path, origin);
  }

  #makeDirectory(path: string): void {
    for (let at = path; !this.#directories.has(at); at = posix.dirname(at)) this.#directories.add(at);
  }

  #isTemplate(source: string): boolean {
    return source === this.#mark || source.startsWith(`${this.#mark}/`);
  }
}

function wildcard(part: string): string {
  if (part === "*") return "[^/]*";
  return part === "?" ? "[^/]" : part;
}
