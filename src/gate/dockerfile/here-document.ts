import { certain } from "../../fault/certain.ts";
import type { LogicalLines } from "./logical-lines.ts";
import { ambiguousLine, invalidLine, type LinePlace } from "./refusal.ts";

/** A file that stands in the Dockerfile itself. Its bytes are not known: buildah puts line ends elsewhere than BuildKit. */
export interface HereDocument {
  /** Its terminator, which is also the file's name where it is copied into a directory. */
  readonly name: string;
}

interface Start extends HereDocument {
  /** True for `<<-`, whose end may be indented with tabs. */
  readonly isIndented: boolean;
}

const start = /^\d*<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.-]*)\2$/;

/** True for a word of COPY or ADD that stands for a here document. */
export function isHereDocument(word: string): boolean {
  return start.test(word);
}

/**
 * Passes over the bodies that follow an instruction.
 * @param text what stands after the instruction's keyword
 * @param isShell for RUN, whose text is a shell's: quoting there can hide what looks like a here document
 * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS` where it is not plain which here documents there are
 */
export function readHereDocuments(
  text: string,
  isShell: boolean,
  lines: LogicalLines,
  place: LinePlace,
): HereDocument[] {
  if (!text.includes("<<")) return [];
  const starts = startsOf(text, isShell, place);
  for (const each of starts) passBody(each, lines, place);
  return starts.map(({ name }) => ({ name }));
}

function startsOf(text: string, isShell: boolean, place: LinePlace): Start[] {
  const starts: Start[] = [];
  for (const word of text.split(/[ \t]+/)) {
    const found = start.exec(word);
    if (found) starts.push({ isIndented: found[1] === "-", name: certain(found[3]) });
    else if (word.includes("<<") || (isShell && /["'\\]/.test(word)))
      throw ambiguousLine(
        place,
        "it is not plain where a here document begins; give the command as a script file",
      );
  }
  return starts;
}

function passBody({ name, isIndented }: Start, lines: LogicalLines, place: LinePlace): void {
  for (;;) {
    const line = lines.raw()?.replace(/\r+$/, "");
    if (line === undefined) throw invalidLine(place, `here document ${name} has no end`);
    if ((isIndented ? line.replace(/^\t+/, "") : line) === name) return;
  }
}
