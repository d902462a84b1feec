/** A line of a difference, with its numbers on both sides. */
export interface DiffLine {
  readonly kind: "added" | "removed" | "same" | "hunk" | "note";
  readonly old?: number;
  readonly new?: number;
  readonly text: string;
}

/** What differs in one file. */
export interface DiffFile {
  readonly name: string;
  readonly lines: readonly DiffLine[];
}

const hunk = /^@@ -(\d{1,9})(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;

/** Reads a difference in the unified format, of one file or several. A line that is none of the format is a note. */
export function diffFiles(text: string): readonly DiffFile[] {
  const reader = new DiffReader();
  const lines = text.replace(/\n$/, "").split("\n");
  for (const [at, line] of lines.entries()) {
    if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ "))
      reader.startFile(nameOf(line, lines[at + 1] ?? ""));
    else if (!(line.startsWith("+++ ") && lines[at - 1]?.startsWith("--- "))) reader.add(line);
  }
  return reader.files;
}

const between = /^(?:diff |index |={10}|(?:new|deleted) file mode |similarity |rename )/;

class DiffReader {
  readonly files: { name: string; lines: DiffLine[] }[] = [];
  #old = 0;
  #new = 0;
  #inHunk = false;

  startFile(name: string): void {
    this.files.push({ name, lines: [] });
    this.#inHunk = false;
  }

  add(line: string): void {
    if (!this.#inHunk && between.test(line)) return;
    if (this.files.length === 0) this.startFile("");
    this.files.at(-1)?.lines.push(this.#read(line));
  }

  #read(line: string): DiffLine {
    const start = hunk.exec(line);
    if (start) {
      this.#old = Number(start[1]);
      this.#new = Number(start[2]);
      this.#inHunk = true;
      return { kind: "hunk", text: line };
    }
    const text = line.slice(1);
    if (line.startsWith("+")) return { kind: "added", new: this.#new++, text };
    if (line.startsWith("-")) return { kind: "removed", old: this.#old++, text };
    if (this.#inHunk && line.startsWith(" "))
      return { kind: "same", old: this.#old++, new: this.#new++, text };
    return { kind: "note", text: line };
  }
}

function nameOf(before: string, after: string): string {
  const [from, to] = [before, after].map(
    (line) =>
      line
        .slice(4)
        .split("\t")[0]
        ?.replace(/^[ab]\//, "") ?? "",
  );
  return to === "/dev/null" || to === undefined ? `${from} (removed)` : to;
}
