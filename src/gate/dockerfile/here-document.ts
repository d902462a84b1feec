import type { LogicalLines } from "./logical-lines.ts";
import { ambiguous, invalid, type Place } from "./refusal.ts";

/** A file that stands in the Dockerfile itself. */
export interface HereDocument {
  /** Its terminator, which is also the file's name where it is copied into a directory. */
  readonly name: string;
  readonly content: string;
}

interface Start {
  readonly name: string;
  readonly isQuoted: boolean;
  readonly chomps: boolean;
}

const start = /^\d*<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.-]*)\2$/;

/** True for a word of COPY or ADD that stands for a here document. */
export function isHereDocument(word: string): boolean {
  return start.test(word);
}

/**
 * Reads the bodies that follow an instruction.
 * @param text what stands after the instruction's keyword
 * @param isShell for RUN, whose text is a shell's: quoting there can hide what looks like a here document
 * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS` where it is not plain which here documents there are, or what is in them
 */
export function readHereDocuments(
  text: string,
  isShell: boolean,
  lines: LogicalLines,
  place: Place,
): HereDocument[] {
  if (!text.includes("<<")) return [];
  const starts = startsOf(text, isShell, place);
  const documents = starts.map((each) => readBody(each, lines, place));
  if (new Set(documents.map(({ name }) => name)).size < documents.length)
    throw ambiguous(place, "two here documents have one name");
  return documents;
}

function startsOf(text: string, isShell: boolean, place: Place): Start[] {
  const starts: Start[] = [];
  for (const word of text.split(/[ \t]+/)) {
    const found = start.exec(word);
    if (found) starts.push({ chomps: found[1] === "-", isQuoted: found[2] !== "", name: found[3] as string });
    else if (word.includes("<<") || (isShell && /["'\\]/.test(word)))
      throw ambiguous(
        place,
        "it is not plain where a here document begins; give the command as a script file",
      );
  }
  return starts;
}

function readBody({ name, isQuoted, chomps }: Start, lines: LogicalLines, place: Place): HereDocument {
  const body: string[] = [];
  for (;;) {
    const line = lines.raw();
    if (line === undefined) throw invalid(place, `here document ${name} has no end`);
    const bare = line.replace(/\r+$/, "");
    if ((chomps ? bare.replace(/^\t+/, "") : bare) === name) break;
    body.push(chomps ? line.replace(/^\t+/, "") : line);
  }
  const content = body.map((line) => `${line}\n`).join("");
  if (!isQuoted && /[$\\]|<</.test(content))
    throw ambiguous(place, `here document ${name} has variables or escapes; quote its name: <<'${name}'`);
  return { name, content };
}
