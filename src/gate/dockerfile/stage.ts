import { posix } from "node:path";
import { Arg, Copy, DockerfileParser, Env, From, type Instruction, Workdir } from "dockerfile-ast";
import { IdentikitError } from "../../fault/error.ts";
import { expandVariables, type Variables } from "./variables.ts";

/** One COPY or ADD, with its variables filled in. */
export interface CopyStep {
  /** 1-based. */
  readonly line: number;
  readonly sources: readonly string[];
  /** Absolute; ends in a slash where the instruction says that it is a directory. */
  readonly destination: string;
  /** The stage or image that is copied from; left out, the build context. */
  readonly from?: string;
  /** How many files the instruction brings along in itself. */
  readonly heredocs: number;
}

/** One build stage. */
export interface Stage {
  readonly name: string | undefined;
  /** The earlier stage that it starts from, by its place; left out, it starts from an image. */
  readonly parent?: number;
  readonly line: number;
  readonly copies: readonly CopyStep[];
  /** Where a variable of the given name is set for the running container, if it is. */
  readonly environment: ReadonlyMap<string, number>;
  /** The texts of its RUN instructions. */
  readonly runs: readonly string[];
}

/**
 * The stages of a Dockerfile, as a builder reads them: parser directives, continuations, comments, the JSON form, here
 * documents, and variables by the scoping rules of ARG and ENV.
 * @param given values of build arguments, which win over their defaults
 * @param file for messages
 * @throws {IdentikitError} `DOCKERFILE_INVALID`
 */
export function readStages(text: string, given: Variables, file: string): readonly Stage[] {
  const dockerfile = DockerfileParser.parse(text);
  const reader = new StageReader(given, dockerfile.getEscapeCharacter(), file);
  for (const instruction of dockerfile.getInstructions()) reader.read(instruction);
  if (reader.stages.length > 0) return reader.stages;
  throw invalid(file, 1, "it has no FROM");
}

interface OpenStage extends Stage {
  readonly copies: CopyStep[];
  readonly environment: Map<string, number>;
  readonly runs: string[];
  /** Values of ENV, which a stage built on this one inherits, and of ARG, which it does not. */
  readonly env: Map<string, string>;
  readonly args: Map<string, string>;
  directory: string;
}

class StageReader {
  readonly stages: OpenStage[] = [];
  readonly #given: Variables;
  readonly #escape: string;
  readonly #file: string;
  readonly #global = new Map<string, string>();

  constructor(given: Variables, escapeCharacter: string, file: string) {
    this.#given = given;
    this.#escape = escapeCharacter;
    this.#file = file;
  }

  read(instruction: Instruction): void {
    const stage = this.stages.at(-1);
    if (instruction instanceof From) this.#from(instruction);
    else if (instruction instanceof Arg) this.#arg(instruction, stage);
    else if (!stage)
      throw invalid(this.#file, lineOf(instruction), `${instruction.getKeyword()} stands before FROM`);
    else if (instruction instanceof Env) this.#env(instruction, stage);
    else if (instruction instanceof Workdir) stage.directory = this.#absolute(instruction, stage);
    // ADD is COPY with more sources; both are parsed by one class's rules.
    else if (instruction instanceof Copy || instruction.getKeyword() === "ADD")
      this.#copy(instruction, stage);
    else if (instruction.getKeyword() === "RUN") stage.runs.push(instruction.getRawArgumentsContent() ?? "");
  }

  #from(instruction: From): void {
    const image = expandVariables(instruction.getImage() ?? "", this.#global, this.#escape);
    if (image === "") throw invalid(this.#file, lineOf(instruction), "FROM names no image");
    const parent = this.stages.findLastIndex(({ name }) => name?.toLowerCase() === image.toLowerCase());
    const below = this.stages[parent];
    this.stages.push({
      name: instruction.getBuildStage() ?? undefined,
      ...(below ? { parent } : {}),
      line: lineOf(instruction),
      copies: [],
      environment: new Map(below?.environment),
      runs: [],
      env: new Map(below?.env),
      args: new Map(),
      directory: below?.directory ?? "/",
    });
  }

  #arg(instruction: Arg, stage: OpenStage | undefined): void {
    for (const property of instruction.getProperties()) {
      const name = property.getName();
      const text = property.getValue();
      const value = text === null ? undefined : this.#expand(text, stage);
      const chosen = this.#given.get(name) ?? value ?? (stage ? this.#global.get(name) : undefined);
      if (chosen !== undefined) (stage?.args ?? this.#global).set(name, chosen);
    }
  }

  #env(instruction: Env, stage: OpenStage): void {
    const values = instruction
      .getProperties()
      .map((property) => [property.getName(), this.#expand(property.getValue() ?? "", stage)] as const);
    for (const [name, value] of values) {
      stage.env.set(name, value);
      stage.environment.set(name, lineOf(instruction));
    }
  }

  #absolute(instruction: Instruction, stage: OpenStage): string {
    return posix.resolve(stage.directory, this.#expand(instruction.getArgumentsContent() ?? "", stage));
  }

  #copy(instruction: Instruction, stage: OpenStage): void {
    const heredocs = instruction instanceof Copy ? instruction.getHeredocs() : [];
    const words = copyWords(instruction, heredocs.length > 0).map((word) => this.#expand(word, stage));
    const last = words.pop();
    const sources = words.filter((word) => !word.startsWith("<<"));
    if (last === undefined || sources.length + heredocs.length === 0)
      throw invalid(
        this.#file,
        lineOf(instruction),
        `${instruction.getKeyword()} needs a source and a destination`,
      );
    const from = instruction instanceof Copy ? instruction.getFromFlag()?.getValue() : undefined;
    const resolved = posix.resolve(stage.directory, last);
    const isDirectory = /(?:^|\/)\.?$/.test(last) && resolved !== "/";
    stage.copies.push({
      line: lineOf(instruction),
      sources,
      destination: isDirectory ? `${resolved}/` : resolved,
      ...(from ? { from: this.#expand(from, stage) } : {}),
      heredocs: heredocs.length,
    });
  }

  #expand(text: string, stage: OpenStage | undefined): string {
    // ENV wins over ARG, as in every builder.
    const variables = stage ? new Map([...stage.args, ...stage.env]) : this.#global;
    return expandVariables(text, variables, this.#escape);
  }
}

/** The words after the flags. The library cuts strings of the JSON form at blanks, so that is read here. */
function copyWords(instruction: Instruction, hasHeredocs: boolean): string[] {
  const content = (instruction.getArgumentsContent() ?? "").replace(/^(?:--\S+\s+)*/, "");
  if (content.startsWith("[")) {
    try {
      const words: unknown = JSON.parse(content);
      if (Array.isArray(words) && words.every((word) => typeof word === "string")) return words;
    } catch {
      // Not JSON after all: builders then read it as plain words, too.
    }
  }
  const words = instruction.getArguments().filter((word) => !word.getValue().startsWith("--"));
  const first = words[0]?.getRange().start.line;
  return words
    .filter((word) => !hasHeredocs || word.getRange().start.line === first)
    .map((word) => word.getValue());
}

function lineOf(instruction: Instruction): number {
  return instruction.getRange().start.line + 1;
}

function invalid(file: string, line: number, reason: string): IdentikitError {
  return new IdentikitError("DOCKERFILE_INVALID", `${file}:${line}: ${reason}`, {
    remedy: "Mend the Dockerfile; a builder refuses it as it is.",
    location: { file, line },
  });
}
