import { z } from "zod";
import { type Mistake, mistakesOf } from "../../document/mistake.ts";
import { certain } from "../../fault/certain.ts";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { isRecord } from "../../fault/thrown.ts";
import { allKinds } from "../kinds/all-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { apiVersion, type Declared, writtenMetadata } from "./resource.ts";

/** An object that somebody wrote: what it is meant to be, and its kind. */
export interface Checked {
  readonly kind: Kind;
  readonly declared: Declared;
}

export interface CheckOptions {
  /** The organisation of an object that names none. */
  readonly namespace?: string | undefined;
}

/** The kind of a name. */
export function kindNamed(name: string): Kind | undefined {
  return allKinds.find(({ kind }) => kind === name);
}

/** The schema of a whole manifest of a kind: what a person may write. */
export function resourceSchema(kind: Kind): z.ZodObject {
  return schemaOf(kind);
}

/** Each is made once: making one, and what a schema does at its first use, costs more than a hundred checks with it. */
const made = new WeakMap<Kind, ReturnType<typeof makeSchema>>();

function schemaOf(kind: Kind): ReturnType<typeof makeSchema> {
  const schema = made.get(kind) ?? makeSchema(kind);
  made.set(kind, schema);
  return schema;
}

function makeSchema(kind: Kind) {
  return z.strictObject({
    $schema: z.string().optional().describe("The JSON Schema that editors check the file with."),
    apiVersion: z.literal(apiVersion).describe("The version of the API."),
    kind: z.literal(kind.kind).describe("The kind of object."),
    metadata: writtenMetadata.describe("What the object is called."),
    spec: kind.spec.describe("What it is meant to be."),
  });
}

/**
 * Everything that is wrong with an object as somebody wrote it; where nothing is, the object with the defaults of its kind.
 * @param value plain data; what the server writes (`status`, `metadata.uid` and its like) is not accepted here
 */
export function examineResource(
  value: unknown,
  { namespace }: CheckOptions = {},
): { readonly checked: Checked } | { readonly mistakes: readonly Mistake[] } {
  if (!isRecord(value))
    return {
      mistakes: [wholeMistake("this is not an object", "Write apiVersion, kind, metadata and spec.")],
    };
  const kind = kindNamed(String(value.kind));
  if (!kind) return { mistakes: [unknownKind(value.kind)] };
  const schema = schemaOf(kind);
  const result = schema.safeParse(value);
  if (!result.success) return { mistakes: mistakesOf(result.error, value, schema) };
  const { metadata, spec } = result.data;
  const organisation = metadata.namespace ?? namespace;
  if (organisation === undefined)
    return {
      mistakes: [
        {
          path: ["metadata", "namespace"],
          part: "value",
          problem: "metadata.namespace is missing",
          remedy: "Add the organisation.",
          expected: "the organisation",
        },
      ],
    };
  return {
    checked: {
      kind,
      declared: { kind: kind.kind, metadata: { ...metadata, namespace: organisation }, spec },
    },
  };
}

/**
 * The object that a request or a program gives.
 * @throws {IdentikitError} `RESOURCE_INVALID`
 */
export function checkResource(value: unknown, options: CheckOptions = {}): Checked {
  const result = examineResource(value, options);
  if ("checked" in result) return result.checked;
  const { problem, remedy } = certain(result.mistakes[0]);
  throw new IdentikitError("RESOURCE_INVALID", problem, { remedy });
}

function unknownKind(given: unknown): Mistake {
  const known = allKinds.map(({ kind }) => kind);
  const problem =
    typeof given === "string"
      ? `there is no kind ${JSON.stringify(given)}${suggestion(given, known)}`
      : "kind is missing";
  return {
    path: ["kind"],
    part: "value",
    problem,
    remedy: `Known kinds: ${known.join(", ")}.`,
    expected: "a kind",
  };
}

function wholeMistake(problem: string, remedy: string): Mistake {
  return { path: [], part: "value", problem, remedy, expected: null };
}
