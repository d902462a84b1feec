import { posix } from "node:path";
import { readCopy } from "./copy-words.ts";
import { type Instruction, type InstructionOptions, jsonWords, readInstructions } from "./instruction.ts";
import { ambiguousLine, invalidLine } from "./refusal.ts";
import { VariableScope } from "./scope.ts";
import type { Stage, Step } from "./step.ts";

export interface DockerfileOptions extends InstructionOptions {
  /** Values of build arguments, which win over their defaults. */
  readonly given: ReadonlyMap<string, string>;
}

/**
 * The stages of a Dockerfile with what each instruction does, as far as all builders agree on it. An instruction that cannot be
 * followed is a step that can change anything at the place where it works, with the reason.
 * @throws {IdentikitError} `DOCKERFILE_INVALID`, `DOCKERFILE_AMBIGUOUS`
 */
export function readStages(text: string, options: DockerfileOptions): readonly Stage[] {
  const reader = new StageReader(options.given);
  for (const instruction of readInstructions(text, options)) reader.read(instruction);
  if (reader.stages.length > 0) return reader.stages;
  throw invalidLine({ file: options.file, line: 1 }, "it has no FROM");
}

interface OpenStage extends Stage {
  readonly steps: Step[];
  readonly scope: VariableScope;
  /** Its name as it was given. */
  readonly spelling: string | undefined;
  /** `undefined` where the base image decides it. */
  directory: string | undefined;
  /** True where it is known that the user is root. */
  isRoot: boolean;
  /** Where ONBUILD leaves a trigger for a stage that is built on this one. */
  trigger: number | undefined;
}

class StageReader {
  readonly stages: OpenStage[] = [];
  readonly #global: VariableScope;

  constructor(given: ReadonlyMap<string, string>) {
    this.#global = VariableScope.global(given);
  }

  read(instruction: Instruction): void {
    const { keyword, place } = instruction;
    const stage = this.stages.at(-1);
    if (keyword === "FROM") this.#from(instruction);
    else if (keyword === "ARG") (stage?.scope ?? this.#global).arg(instruction);
    else if (!stage) throw invalidLine(place, `${keyword} stands before FROM`);
    else this.#inStage(instruction, stage);
  }

  #inStage(instruction: Instruction, stage: OpenStage): void {
    const { keyword, text, place } = instruction;
    const { line } = place;
    switch (keyword) {
      case "ENV":
        stage.scope.env(instruction);
        break;
      case "ADD":
      case "COPY": {
        const { scope, directory } = stage;
        const stageOf = (name: string) => this.#stageOf(name);
        stage.steps.push(readCopy(instruction, { scope, directory, stageOf }));
        break;
      }
      case "RUN":
        stage.steps.push({
          kind: "unknown",
          line,
          keyword,
          at: "/",
          reason: "a command can change any file",
        });
        break;
      case "WORKDIR":
        this.#workdir(instruction, stage);
        break;
      case "USER":
        stage.isRoot = /^0(?::0)?$/.test(text);
        break;
      case "VOLUME":
        for (const word of jsonWords(text, place) ?? text.split(/[ \t]+/))
          stage.steps.push(volume(word.trim(), stage, line));
        break;
      case "ONBUILD":
        stage.trigger = line;
        break;
      default: // The others change the image's configuration only.
    }
  }

  #from({ text, flags, place }: Instruction): void {
    const [image = "", as, name, ...rest] = text.split(/[ \t]+/);
    const isNamed = as?.toLowerCase() === "as" && name !== undefined && /^[a-z][a-z0-9-_.]*$/i.test(name);
    if (image === "" || rest.length > 0 || (as !== undefined && !isNamed))
      throw invalidLine(place, "FROM takes an image, or an image, AS and a name");
    if (flags.some((flag) => !flag.startsWith("--platform=")))
      throw ambiguousLine(place, "a flag that FROM does not have");
    const known = name?.toLowerCase();
    if (known !== undefined && (this.#named(known) >= 0 || known === "scratch" || known === "context"))
      throw ambiguousLine(place, `a stage ${name}, whose name has another meaning already`);
    const base = this.#global.expand(image);
    if ("doubt" in base) throw ambiguousLine(place, base.doubt);
    const { value } = base;
    const parent = this.#named(value.toLowerCase());
    const below = this.stages[parent];
    if (below && this.#isUnclear(below, value))
      throw ambiguousLine(place, `builders differ in whether ${value} is a stage`);
    const isScratch = below?.isScratch ?? value === "scratch";
    const scope = this.#global.stage(below?.scope);
    this.stages.push({
      name: known,
      spelling: name,
      ...(below ? { parent } : {}),
      isScratch,
      line: place.line,
      steps: below?.trigger === undefined ? [] : [triggered(below.trigger)],
      scope,
      environment: scope.environment,
      arguments: scope.arguments,
      directory: below ? below.directory : isScratch ? "/" : undefined,
      isRoot: below ? below.isRoot : isScratch,
      trigger: undefined,
    });
  }

  #named(name: string): number {
    return this.stages.findIndex((stage) => stage.name === name);
  }

  /** Buildah takes a name as it was spelt; BuildKit takes no account of letter case. */
  #isUnclear({ spelling }: OpenStage, wanted: string): boolean {
    return spelling !== wanted;
  }

  #stageOf(name: string): number | "elsewhere" | { readonly doubt: string } {
    const open = this.stages.length - 1;
    const at = /^\d+$/.test(name) ? Number(name) : this.#named(name.toLowerCase());
    const stage = this.stages[at];
    if (stage && !/^\d+$/.test(name) && this.#isUnclear(stage, name))
      return { doubt: `builders differ in whether ${name} is a stage` };
    if (at >= 0 && at < open) return at;
    return at < 0 ? "elsewhere" : { doubt: `--from=${name} is not an earlier stage` };
  }

  #workdir({ text, flags, place }: Instruction, stage: OpenStage): void {
    const { line } = place;
    const path = stage.scope.expand(text);
    const isClear = "value" in path && path.value !== "" && flags.length === 0;
    const from = isClear && path.value.startsWith("/") ? "/" : stage.directory;
    if (!isClear || from === undefined) {
      stage.directory = undefined;
      const reason = "it cannot be told which directory this makes";
      stage.steps.push({ kind: "unknown", line, keyword: "WORKDIR", at: "/", reason });
      return;
    }
    stage.directory = posix.join(from, path.value).replace(/(?<=.)\/$/, "");
    const { directory, isRoot } = stage;
    stage.steps.push({
      kind: "directory",
      line,
      keyword: "WORKDIR",
      path: directory,
      owner: isRoot ? "root" : "unknown",
    });
  }
}

function triggered(line: number): Step {
  const reason = "a stage that is built on this one runs it";
  return { kind: "unknown", line, keyword: "ONBUILD", at: "/", reason };
}

function volume(word: string, { scope, directory }: OpenStage, line: number): Step {
  const path = scope.expand(word);
  const from = "value" in path && path.value.startsWith("/") ? "/" : directory;
  const isClear = "value" in path && from !== undefined;
  const at = isClear ? posix.join(from, path.value, "/").replace(/(?<=.)\/$/, "") : "/";
  const reason = "some builders throw away what is put into a volume, and a container has its own copy of it";
  return { kind: "unknown", line, keyword: "VOLUME", at, reason };
}
