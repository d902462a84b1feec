import { posix } from "node:path";
import { certain } from "../../fault/certain.ts";
import { isHereDocument } from "./here-document.ts";
import { type Instruction, jsonWords } from "./instruction.ts";
import { invalidLine } from "./refusal.ts";
import type { VariableScope } from "./scope.ts";
import type { CopyStep, UnknownStep } from "./step.ts";

export interface CopyPlace {
  readonly scope: VariableScope;
  /** The working directory; `undefined` where the base image decides it. */
  readonly directory: string | undefined;
  /** Which stage a name or a number of `--from` is. */
  stageOf(name: string): number | "elsewhere" | { readonly doubt: string };
}

/** A COPY or ADD with its words evaluated, or what it can change where they cannot be told. */
export function readCopy(instruction: Instruction, where: CopyPlace): CopyStep | UnknownStep {
  const { keyword, place, hereDocuments, text } = instruction;
  const words = jsonWords(text, place) ?? text.split(/[ \t]+/);
  if (words.length < 2 || text === "")
    throw invalidLine(place, `${keyword} needs a source and a destination`);
  const unknown = (at: string, reason: string): UnknownStep => ({
    kind: "unknown",
    line: place.line,
    keyword,
    at,
    reason,
  });
  const last = where.scope.expand(certain(words.at(-1)));
  if ("doubt" in last) return unknown("/", last.doubt);
  const destination = destinationOf(last.value, where.directory);
  if ("doubt" in destination) return unknown("/", destination.doubt);
  const at = posix.join(destination.value, "/").replace(/(?<=.)\/$/, "");
  const flags = readFlags(instruction, where);
  if ("doubt" in flags) return unknown(at, flags.doubt);
  const isFile = (word: string): boolean => hereDocuments.length > 0 && isHereDocument(word);
  const sources: string[] = [];
  for (const word of words.slice(0, -1).filter((each) => !isFile(each))) {
    const source = where.scope.expand(word);
    if ("doubt" in source) return unknown(at, source.doubt);
    sources.push(source.value);
  }
  if (words.length > 2 && !destination.value.endsWith("/"))
    return unknown(at, "several sources need a destination that ends in a slash");
  return {
    kind: "copy",
    line: place.line,
    keyword,
    ...flags,
    unpacks: keyword === "ADD",
    sources,
    hereDocuments,
    destination: destination.value,
  };
}

function destinationOf(
  path: string,
  directory: string | undefined,
): { readonly value: string } | { readonly doubt: string } {
  if (!path.startsWith("/") && directory === undefined)
    return { doubt: `${path} depends on the working directory of the base image` };
  const absolute = posix.normalize(posix.join(path.startsWith("/") ? "/" : certain(directory), path));
  const isDirectory = /(?:^|\/)\.?$/.test(path) && absolute !== "/";
  return { value: isDirectory ? posix.join(absolute, "/") : absolute };
}

type Flags = Pick<CopyStep, "from" | "mode" | "owner" | "excluded" | "links">;

function readFlags({ flags }: Instruction, where: CopyPlace): Flags | { readonly doubt: string } {
  let read: Flags = { owner: "root", excluded: [], links: false };
  const seen = new Set<string>();
  for (const flag of flags) {
    const [, name = "", value] = /^--([^=]*)(?:=(.*))?$/.exec(flag) ?? [];
    if (seen.has(name) && name !== "exclude") return { doubt: `--${name} stands twice` };
    seen.add(name);
    const more = readFlag(name, value, where);
    if (more === undefined) return { doubt: `the gate does not follow ${flag}` };
    if ("doubt" in more) return more;
    read = { ...read, ...more, excluded: [...read.excluded, ...(more.excluded ?? [])] };
  }
  return read;
}

function readFlag(
  name: string,
  value: string | undefined,
  where: CopyPlace,
): Partial<Flags> | { readonly doubt: string } | undefined {
  if (name === "link") return value === undefined || value === "true" ? { links: true } : undefined;
  if (!value) return undefined;
  switch (name) {
    case "from": {
      const from = where.stageOf(value);
      return typeof from === "object" ? from : { from };
    }
    case "chmod":
      return /^0?[0-7]{3}$/.test(value) ? { mode: Number.parseInt(value, 8) } : undefined;
    case "chown":
      return /^\d+(?::\d+)?$/.test(value)
        ? { owner: /^0+(?::0+)?$/.test(value) ? "root" : "other" }
        : undefined;
    case "exclude":
      return { excluded: [value] };
    default:
      return undefined;
  }
}
