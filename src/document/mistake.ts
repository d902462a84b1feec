import type { z } from "zod";
import { certain } from "../fault/certain.ts";
import { suggestion } from "../fault/nearest.ts";
import { type DocumentPath, showPath } from "./document.ts";
import { knownKeys } from "./known-keys.ts";

/** What is wrong at one place of a document, and what to do about it; one sentence each. */
export interface Mistake {
  readonly path: DocumentPath;
  readonly problem: string;
  readonly remedy: string;
}

/** The first thing that is wrong, for the person who has the file open. */
export function mistakeOf(error: z.core.$ZodError, value: unknown, schema: z.core.$ZodType): Mistake {
  const [first, ...others] = error.issues;
  // A misspelt key is two mistakes, one unknown and one missing: the one that stands in the file is the one to show.
  const issue = others.find(({ code }) => code === "unrecognized_keys") ?? certain(first);
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  if (issue.code === "unrecognized_keys") return unknownKey([...path, issue.keys[0] ?? ""], schema);
  const given = valueAt(value, path);
  const allowed = allowedBy(issue);
  const words = allowed.map((word) => JSON.stringify(word)).join(", ");
  if (given === undefined && path.length > 0) {
    const remedy = words === "" ? "Add it." : `Add it; allowed: ${words}.`;
    return { path, problem: `${showPath(path)} is missing`, remedy };
  }
  if (typeof given === "string" && words !== "") {
    const problem = `${showPath(path)} is ${JSON.stringify(given)}${suggestion(given, allowed.map(String))}`;
    return { path, problem, remedy: `Allowed: ${words}.` };
  }
  const message = issue.message.replace(/^Invalid input: /, "");
  return {
    path,
    problem: path.length === 0 ? message : `${showPath(path)}: ${message}`,
    remedy: "Mend this value.",
  };
}

function unknownKey(path: DocumentPath, schema: z.core.$ZodType): Mistake {
  const known = knownKeys(schema, path.slice(0, -1));
  return {
    path,
    problem: `unknown key ${JSON.stringify(showPath(path))}${suggestion(String(path.at(-1)), known)}`,
    remedy: known.length === 0 ? "Remove it." : `Rename or remove it; known here: ${known.join(", ")}.`,
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
