import type { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Resource, ServerMetadata, WrittenMetadata } from "../resource/resource.ts";

/** A row of `agent_object`, or what another table says in its shape. */
export interface ObjectRow {
  readonly namespace: string;
  readonly name: string;
  readonly managed: boolean | number;
  readonly value: string;
  readonly status: string;
  readonly uid: string;
  readonly generation: number;
  readonly version: number;
  readonly created: string;
}

/** The columns of {@link ObjectRow}, as a statement names them. */
export const objectColumns: string =
  "namespace, name, managed, value, status, uid, generation, version, created";

/** An object whose version may be known only when its transaction ends. */
export interface Settling<One extends Kind = Kind> {
  readonly resource: Resource<One>;
  readonly settle: (version: number) => void;
}

type Writable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/** {@link resourceOf}, with what gives it another version. */
export function settlingResource<One extends Kind>(kind: One, row: ObjectRow): Settling<One> {
  const resource = resourceOf(kind, row);
  const metadata: Writable<ServerMetadata> = resource.metadata;
  return { resource, settle: (version) => (metadata.resourceVersion = String(version)) };
}

/** The object that a row holds. @throws {IdentikitError} `RESOURCE_INVALID` for a row that is not one of its kind */
export function resourceOf<One extends Kind>(kind: One, row: ObjectRow): Resource<One> {
  const { labels, annotations, spec } = fieldsOf(parsed(kind, row, row.value));
  const metadata: Writable<WrittenMetadata & ServerMetadata> = {
    name: row.name,
    namespace: row.namespace,
    uid: row.uid,
    generation: row.generation,
    resourceVersion: String(row.version),
    creationTimestamp: row.created,
    managedByRepository: Boolean(row.managed),
  };
  // Pages are made of thousands of these: no spread, which costs more than the rest.
  if (isTexts(labels)) metadata.labels = labels;
  if (isTexts(annotations)) metadata.annotations = annotations;
  return {
    kind: kind.kind,
    metadata,
    spec: storedSpec(kind, row, spec),
    status: storedStatus(kind, row, parsed(kind, row, row.status)),
  };
}

/**
 * The spec of a row. What is declared comes from bundles too, so it is checked; fields that a newer release knows stay.
 * @throws {IdentikitError} `RESOURCE_INVALID`
 */
function storedSpec<One extends Kind>(kind: One, row: ObjectRow, spec: unknown): z.output<One["spec"]> {
  const found = kind.storage === "config" ? declaredSpec(kind, row, spec) : spec;
  if (isSpecOf(kind, found)) return found;
  throw malformed(kind, row, "it has no spec");
}

function declaredSpec(kind: Kind, row: ObjectRow, spec: unknown): unknown {
  const result = kind.spec.safeParse(spec);
  if (result.success) return result.data;
  const wrong = result.error.issues.find(({ code }) => code !== "unrecognized_keys");
  if (wrong) throw malformed(kind, row, `spec.${wrong.path.join(".")}: ${wrong.message}`);
  return spec;
}

function storedStatus<One extends Kind>(kind: One, row: ObjectRow, status: unknown): z.output<One["status"]> {
  if (isStatusOf(kind, status)) return status;
  throw malformed(kind, row, "it has no status");
}

/** Only the store writes records, and it has checked them by the schema of its release. */
function isSpecOf<One extends Kind>(_: One, spec: unknown): spec is z.output<One["spec"]> {
  return isRecord(spec);
}

function isStatusOf<One extends Kind>(_: One, status: unknown): status is z.output<One["status"]> {
  return isRecord(status);
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  if (!isRecord(value)) return false;
  for (const key in value) if (typeof value[key] !== "string") return false;
  return true;
}

function parsed(kind: Kind, row: ObjectRow, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed(kind, row, "it is not JSON", cause);
  }
}

function malformed(
  kind: Kind,
  { namespace, name }: ObjectRow,
  problem: string,
  cause?: unknown,
): IdentikitError {
  return new IdentikitError(
    "RESOURCE_INVALID",
    `${kind.kind} ${namespace}/${name} in the config database is not one of its kind: ${problem}`,
    {
      remedy: "Write it again, or delete it: it was written by hand, or by another release of Identikit.",
      cause,
    },
  );
}
