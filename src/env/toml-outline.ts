/** One line or more of a TOML file that says something: the header of a table, or a key with its value. */
export interface TomlStatement {
  readonly kind: "table" | "pair";
  /** The names that lead to what it says, from the root. */
  readonly path: readonly string[];
  /** Offsets of the whole lines that it stands on, the line end included. */
  readonly start: number;
  readonly end: number;
  /** Of a pair: offsets of its value. */
  readonly value?: readonly [start: number, end: number];
}

/**
 * Where the statements of a TOML file stand. The text is known to be TOML 1.0 by another reader, so nothing is checked here; what is
 * laid out differently is found by whoever reads the result again.
 */
export function outlineOf(text: string): TomlStatement[] {
  const statements: TomlStatement[] = [];
  let table: readonly string[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    at = skip(text, at, /[ \t]*/y);
    if (text[at] === "[") {
      at += text[at + 1] === "[" ? 2 : 1;
      [table, at] = keyAt(text, at);
      at = lineEnd(text, at);
      statements.push({ kind: "table", path: table, start, end: at });
    } else if (/[^\r\n#]/.test(text[at] ?? "\n")) {
      let key: readonly string[];
      [key, at] = keyAt(text, at);
      const from = skip(text, at, /[ \t]*=[ \t]*/y);
      const to = valueEnd(text, from);
      at = lineEnd(text, to);
      statements.push({ kind: "pair", path: [...table, ...key], start, end: at, value: [from, to] });
    } else {
      at = lineEnd(text, at);
    }
  }
  return statements;
}

/** A dotted key with its names. */
function keyAt(text: string, from: number): [path: string[], end: number] {
  const path: string[] = [];
  let at = from;
  for (;;) {
    at = skip(text, at, /[ \t]*/y);
    const isQuoted = text[at] === '"' || text[at] === "'";
    const end = skip(text, at, isQuoted ? string : /[A-Za-z0-9_-]*/y);
    path.push(nameOf(text.slice(at, end)));
    at = skip(text, end, /[ \t]*/y);
    if (text[at] !== ".") return [path, at];
    at++;
  }
}

/** A name as it is meant: a basic string has escapes, which are those of JSON and a few more. */
function nameOf(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1);
  if (!written.startsWith('"')) return written;
  return written
    .slice(1, -1)
    .replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|.)/g, (_, code: string) => {
      return simpleEscapes[code] ?? String.fromCodePoint(Number.parseInt(code.slice(1), 16));
    });
}

const simpleEscapes: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\u001b",
  '"': '"',
  "\\": "\\",
};

/** The four kinds of strings; up to two quotation marks may stand before the three that end a long one. */
const string =
  /"""(?:[^"\\]+|\\[\s\S]|"{1,2}(?!"))*"{3,5}|'''(?:[^']+|'{1,2}(?!'))*'{3,5}|"(?:[^"\\]+|\\.)*"|'[^']*'/y;
/** What a list or a table in one is made of, beside strings. */
const [comment, brackets, others] = [/#[^\n]*/y, /[[\]{}]/y, /[^"'#[\]{}]+/y];
const scalar = /[^\r\n#,\]}]*/y;

/** The end of a value: of a string, a list or a table as a whole, else of what runs to the next separator. */
function valueEnd(text: string, from: number): number {
  const first = text[from];
  if (first === '"' || first === "'") return skip(text, from, string);
  if (first !== "[" && first !== "{") return skip(text, from, scalar, true);
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const token = [string, comment, others, brackets].find((each) => skip(text, at, each) > at);
    if (token === undefined) return text.length;
    if (token === brackets) depth += text[at] === "[" || text[at] === "{" ? 1 : -1;
    at = skip(text, at, token);
    if (depth === 0) return at;
  }
  return text.length;
}

function lineEnd(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  return feed === -1 ? text.length : feed + 1;
}

/** Where a sticky pattern ends; without the white space at its end where asked. */
function skip(text: string, from: number, pattern: RegExp, trimmed = false): number {
  pattern.lastIndex = from;
  const found = pattern.exec(text)?.[0] ?? "";
  return from + (trimmed ? found.trimEnd() : found).length;
}
