import type { z } from "zod";
import { nearest, suggestion } from "../fault/nearest.ts";
import { type DocumentPath, type Place, pathOf, type SourceDocument, showPath } from "./document.ts";
import { knownKeys } from "./known-keys.ts";

/** What is wrong at one place of a document, and what to do about it; one sentence each. */
export interface Mistake {
  readonly path: DocumentPath;
  /** Whether the key is wrong, or what stands behind it. */
  readonly part: "key" | "value";
  readonly problem: string;
  readonly remedy: string;
  /** What is allowed there, in a few words; `null` where nothing is. */
  readonly expected: string | null;
}

/** Everything that a schema has against a document, in the order of the text, each with its place. */
export function mistakesIn(
  document: SourceDocument,
  schema: z.core.$ZodType & { safeParse: z.ZodType["safeParse"] },
): readonly (Mistake & Place)[] {
  const result = schema.safeParse(document.value);
  if (result.success) return [];
  return mistakesOf(result.error, document.value, schema)
    .map((mistake) => ({ ...mistake, ...document.placeOf(mistake.path, mistake.part) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Everything that is wrong, for the person who has the file open. */
export function mistakesOf(
  error: z.core.$ZodError,
  value: unknown,
  schema: z.core.$ZodType,
): readonly Mistake[] {
  const issues = error.issues.map((issue) => ({ issue, path: pathOf(issue) }));
  const unknown = issues.flatMap(({ issue, path }) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => unknownKey([...path, key], schema)) : [],
  );
  const others = issues.flatMap(({ issue, path }) =>
    issue.code === "unrecognized_keys" ? [] : [mistakeOf(issue, path, value)],
  );
  // A misspelt key is two mistakes, one unknown and one missing: the one that stands in the file is the one to show.
  const meant = new Set(
    unknown.flatMap(({ path }) => {
      const beside = knownKeys(schema, path.slice(0, -1));
      const word = nearest(String(path.at(-1)), beside);
      return word === undefined ? [] : [showPath([...path.slice(0, -1), word])];
    }),
  );
  return [
    ...unknown,
    ...others.filter(({ path }) => valueAt(value, path) !== undefined || !meant.has(showPath(path))),
  ];
}

function mistakeOf(issue: z.core.$ZodIssue, path: DocumentPath, value: unknown): Mistake {
  const given = valueAt(value, path);
  const allowed = allowedBy(issue);
  const words = allowed.map((word) => JSON.stringify(word)).join(", ");
  const message = issue.message.replace(/^Invalid input: /, "");
  const expected = words === "" ? message.replace(/^expected (.*?), received .*$/, "$1") : words;
  if (given === undefined && path.length > 0) {
    const remedy = words === "" ? "Add it." : `Add it; allowed: ${words}.`;
    return { path, part: "value", problem: `${showPath(path)} is missing`, remedy, expected };
  }
  if (typeof given === "string" && words !== "") {
    const problem = `${showPath(path)} is ${JSON.stringify(given)}${suggestion(given, allowed.map(String))}`;
    return { path, part: "value", problem, remedy: `Allowed: ${words}.`, expected };
  }
  const problem = path.length === 0 ? message : `${showPath(path)}: ${message}`;
  return { path, part: "value", problem, remedy: "Fix this value.", expected };
}

function unknownKey(path: DocumentPath, schema: z.core.$ZodType): Mistake {
  const known = knownKeys(schema, path.slice(0, -1));
  return {
    path,
    part: "key",
    problem: `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`,
    remedy: known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`,
    expected: known.length === 0 ? null : known.join(", "),
  };
}

/** The values that an enumeration or the key which tells a union's members apart may have. */
function allowedBy(issue: z.core.$ZodIssue): readonly unknown[] {
  if (issue.code === "invalid_value") return issue.values;
  return issue.code === "invalid_union" && "options" in issue ? (issue.options as unknown[]) : [];
}

function valueAt(value: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === "object" && at !== null ? Reflect.get(at, part) : undefined),
    value,
  );
}
