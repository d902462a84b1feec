import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isRecord } from "../../fault/thrown.ts";
import { RequestRefused } from "./status.ts";

const pointer = z
  .string()
  .max(4000)
  .regex(/^(\/([^~]|~[01])*)?$/);
const operation = z.discriminatedUnion("op", [
  z.object({ op: z.literal("add"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("replace"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("test"), path: pointer, value: z.unknown() }),
  z.object({ op: z.literal("remove"), path: pointer }),
  z.object({ op: z.literal("move"), path: pointer, from: pointer }),
  z.object({ op: z.literal("copy"), path: pointer, from: pointer }),
]);
/** A patch of more steps is refused, as API servers do. */
const operations = z.array(operation).max(10_000);
/** What all copies of a patch may add: a few dozen steps could otherwise double a value until memory ends. */
const mostCopied = 3 * 1024 * 1024;

/**
 * A JSON value with a JSON patch applied (RFC 6902). Both stay as they are.
 * @throws {RequestRefused} 400 for what is no patch; 422 for one that does not fit the value
 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  const read = operations.safeParse(patch);
  if (!read.success) throw new RequestRefused("BadRequest", "the body is not a JSON patch (RFC 6902)");
  const budget = { copied: 0 };
  return read.data.reduce<unknown>((value, step) => applied(value, step, budget), structuredClone(target));
}

type Step = z.output<typeof operation>;

function applied(value: unknown, step: Step, budget: { copied: number }): unknown {
  const path = keysOf(step.path);
  switch (step.op) {
    case "test":
      if (isDeepStrictEqual(valueAt(value, path), step.value)) return value;
      throw misfit(step.path, "has another value");
    case "add":
      return add(value, path, structuredClone(step.value));
    case "remove":
      return remove(value, path, step.path);
    case "replace":
      valueAt(value, path);
      return add(
        path.length === 0 ? value : remove(value, path, step.path),
        path,
        structuredClone(step.value),
      );
    case "copy":
      return add(value, path, copyOf(value, step.from, budget));
    case "move": {
      if (step.path.startsWith(`${step.from}/`)) throw misfit(step.path, "is within what is moved");
      const moved = copyOf(value, step.from, budget);
      return add(remove(value, keysOf(step.from), step.from), path, moved);
    }
  }
}

function copyOf(value: unknown, from: string, budget: { copied: number }): unknown {
  const copy = structuredClone(valueAt(value, keysOf(from)));
  budget.copied += JSON.stringify(copy).length;
  if (budget.copied > mostCopied)
    throw new RequestRefused("RequestEntityTooLarge", "the patch copies too much");
  return copy;
}

/** The keys of a JSON pointer (RFC 6901). */
function keysOf(text: string): string[] {
  return text
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((at, key) => {
    if (Array.isArray(at)) return at[indexOf(key, at.length - 1)];
    if (isRecord(at) && Object.hasOwn(at, key)) return at[key];
    throw misfit(key, "does not exist");
  }, value);
}

function add(value: unknown, path: readonly string[], added: unknown): unknown {
  const key = path.at(-1);
  if (key === undefined) return added;
  const parent = valueAt(value, path.slice(0, -1));
  if (Array.isArray(parent))
    parent.splice(key === "-" ? parent.length : indexOf(key, parent.length), 0, added);
  else if (isRecord(parent) && key !== "__proto__") parent[key] = added;
  else throw misfit(key, "can have no members");
  return value;
}

function remove(value: unknown, path: readonly string[], pointed: string): unknown {
  const key = path.at(-1);
  if (key === undefined) throw misfit(pointed, "is the whole object");
  const parent = valueAt(value, path.slice(0, -1));
  valueAt(parent, [key]);
  if (Array.isArray(parent)) parent.splice(indexOf(key, parent.length - 1), 1);
  else if (isRecord(parent)) delete parent[key];
  return value;
}

function indexOf(key: string, most: number): number {
  const index = /^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : Number.NaN;
  if (index <= most) return index;
  throw misfit(key, "is no index of the list");
}

function misfit(where: string, why: string): RequestRefused {
  return new RequestRefused("Invalid", `the patch cannot be applied: ${JSON.stringify(where)} ${why}`);
}
