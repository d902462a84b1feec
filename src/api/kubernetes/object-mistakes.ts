import type { Kind } from "../../agents/kinds/kind.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import { showPath } from "../../document/document.ts";
import type { Mistake } from "../../document/mistake.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import { RequestRefused, type StatusCause } from "./status.ts";
import type { WriteQuery } from "./write-query.ts";

/** What checking a value came to: what it is, or everything that is wrong. */
export type Examined<Result> = { readonly result: Result } | { readonly mistakes: readonly Mistake[] };

/** A value without the fields that its kind does not have, and their paths. */
export interface Pruned<Result> {
  readonly result: Result;
  readonly unknown: readonly string[];
}

/** How often a value is looked at again: what is unknown within something wrong shows when that is gone. */
const mostRounds = 5;

/**
 * Checks a value as API servers do: unknown fields are taken out and told, whatever else is wrong is refused.
 * @throws {RequestRefused} 422 with each cause
 */
export function pruned<Result>(
  value: unknown,
  examine: (value: unknown) => Examined<Result>,
  invalid: (mistakes: readonly Mistake[], value: unknown) => RequestRefused,
): Pruned<Result> {
  const unknown: string[] = [];
  let current = value;
  for (let round = 0; round < mostRounds; round++) {
    const examined = examine(current);
    if ("result" in examined) return { result: examined.result, unknown };
    const keys = examined.mistakes.filter(({ part }) => part === "key").map(({ path }) => path);
    if (keys.length === 0) throw invalid(examined.mistakes, current);
    unknown.push(...keys.map(showPath));
    current = without(current, keys);
  }
  throw new RequestRefused("BadRequest", `too many unknown fields: ${unknown.slice(0, 10).join(", ")}`);
}

/**
 * What becomes of unknown fields: the warnings that the client gets.
 * @throws {RequestRefused} 400 under strict validation
 */
export function fieldWarnings(paths: readonly string[], validation: WriteQuery["fieldValidation"]): string[] {
  const texts = paths.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (validation === "Ignore" || texts.length === 0) return [];
  if (validation === "Strict")
    throw new RequestRefused("BadRequest", `strict decoding error: ${texts.join(", ")}`);
  return texts;
}

/** The refusal of an object with everything that is wrong with it (metav1.Status, reason Invalid). */
export function invalidObject(
  kind: Kind,
  name: string,
  mistakes: readonly Mistake[],
  value: unknown,
): RequestRefused {
  const causes = mistakes.slice(0, 100).map((mistake) => causeOf(mistake, value));
  const message = causes.map(({ field, message }) => `${field}: ${message}`).join(", ");
  return new RequestRefused(
    "Invalid",
    `${kind.kind}.${apiGroup} ${JSON.stringify(name)} is invalid: ${message}`,
    {
      details: { name, group: apiGroup, kind: kind.kind, causes },
    },
  );
}

function causeOf({ path, problem, remedy }: Mistake, value: unknown): StatusCause {
  const given = path.reduce<unknown>((at, key) => fieldsOf(at)[key], value);
  const [reason, words] =
    given === undefined ? ["FieldValueRequired", "Required value"] : ["FieldValueInvalid", "Invalid value"];
  return { reason, message: `${words}: ${problem}. ${remedy}`, field: showPath(path) || "<root>" };
}

function without(value: unknown, paths: readonly Mistake["path"][]): unknown {
  const copy = structuredClone(value);
  for (const path of paths) {
    const parent = path.slice(0, -1).reduce<unknown>((at, key) => fieldsOf(at)[key], copy);
    if (isRecord(parent)) delete parent[String(path.at(-1))];
  }
  return copy;
}
