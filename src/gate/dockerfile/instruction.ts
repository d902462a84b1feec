import { checkDirectives } from "./directive.ts";
import { type HereDocument, readHereDocuments } from "./here-document.ts";
import { LogicalLines } from "./logical-lines.ts";
import { ambiguousLine, invalidLine, type LinePlace } from "./refusal.ts";

export interface Instruction {
  /** In capitals. */
  readonly keyword: string;
  /** Such as `--from=x`, in their order. */
  readonly flags: readonly string[];
  /** What stands after the flags, without blanks around it. */
  readonly text: string;
  readonly hereDocuments: readonly HereDocument[];
  readonly place: LinePlace;
}

const keywords: ReadonlySet<string> = new Set(
  "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR".split(
    " ",
  ),
);
/** Instructions whose every word is evaluated here; a builder takes flags of theirs byte by byte. */
const evaluated: ReadonlySet<string> = new Set(
  "ADD ARG COPY ENV FROM ONBUILD USER VOLUME WORKDIR".split(" "),
);

export interface InstructionOptions {
  readonly file: string;
  /** False reads as the builders do that know no here documents: their bodies are instructions. */
  readonly hereDocuments: boolean;
}

/**
 * The instructions of a Dockerfile: parser directives, continuations, comments, flags and here documents, as BuildKit's
 * parser, the classic builder and buildah all read them.
 * @throws {IdentikitError} `DOCKERFILE_INVALID` where they refuse it, `DOCKERFILE_AMBIGUOUS` where they differ
 */
export function readInstructions(text: string, { file, hereDocuments }: InstructionOptions): Instruction[] {
  const rows = text.replace(/^\ufeff/, "").split("\n");
  if (rows.at(-1) === "") rows.pop();
  checkDirectives(
    rows.map((row) => row.replace(/\r+$/, "")),
    file,
  );
  const lines = new LogicalLines(rows, file);
  const instructions: Instruction[] = [];
  for (let next = lines.next(); next !== undefined; next = lines.next()) {
    const place = { file, line: next.line };
    const split = splitKeyword(next.text, place);
    const mayHold = hereDocuments && ["ADD", "COPY", "RUN"].includes(split.keyword) && !isJson(split.text);
    if (split.keyword === "ONBUILD" && next.text.includes("<<"))
      throw ambiguousLine(place, "a here document in ONBUILD");
    instructions.push({
      ...split,
      hereDocuments: mayHold
        ? readHereDocuments(
            next.text.trim().replace(/^\S+/, "").trim(),
            split.keyword === "RUN",
            lines,
            place,
          )
        : [],
      place,
    });
  }
  return instructions;
}

function splitKeyword(line: string, place: LinePlace): Pick<Instruction, "keyword" | "flags" | "text"> {
  const [word, rest] = splitOnce(line.trim());
  const keyword = word.toUpperCase();
  if (!keywords.has(keyword)) throw invalidLine(place, `unknown instruction ${word}`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is meant
  if (evaluated.has(keyword) && /[^\u0000-\u007f]/.test(rest))
    throw ambiguousLine(place, `${keyword} with letters outside ASCII`);
  const flags: string[] = [];
  let text = rest;
  while (text.startsWith("--")) {
    const [flag, more] = splitOnce(text);
    const isPlain = keyword === "RUN" ? !/["'\\]/.test(flag) : flag !== "--" && !/["'\\$]/.test(flag);
    if (!isPlain && (evaluated.has(keyword) || keyword === "RUN"))
      throw ambiguousLine(place, `the flag ${flag} has quotes, escapes or variables, or no name`);
    flags.push(flag);
    text = more;
  }
  return { keyword, flags, text };
}

function splitOnce(text: string): [first: string, rest: string] {
  const at = text.search(/[ \t]/);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at).trim()];
}

/** The strings of the JSON form, or `undefined` for what builders read as plain words. */
export function jsonWords(text: string, place: LinePlace): readonly string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  let words: unknown;
  try {
    words = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(words) || !words.every((word) => typeof word === "string"))
    throw invalidLine(place, "the JSON form takes strings only");
  if (words.some((word) => !/^[\u0020-\u007e]*$/.test(word)))
    throw ambiguousLine(place, "the JSON form has control characters or letters outside ASCII");
  return words;
}

function isJson(text: string): boolean {
  if (!text.startsWith("[")) return false;
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
