import { z } from "zod";
import type { Kind } from "../../agents/kinds/kind.ts";
import { examineResource } from "../../agents/resource/check-resource.ts";
import { apiVersion, type Declared } from "../../agents/resource/resource.ts";
import { mistakesOf } from "../../document/mistake.ts";
import { fieldWarnings, invalidObject, pruned } from "./object-mistakes.ts";
import { type RequestMetadata, requestMetadata } from "./request-metadata.ts";
import { RequestRefused } from "./status.ts";
import type { WriteQuery } from "./write-query.ts";

/** Which object the path of a write stands for. */
export interface WriteTarget {
  readonly kind: Kind;
  readonly namespace: string;
  /** Left out where the object is new. */
  readonly name?: string | undefined;
}

/** An object as a client wants it, checked. */
export interface WrittenObject {
  readonly declared: Declared;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  /** What the client is told beside the answer. */
  readonly warnings: readonly string[];
}

const members = new Set(["$schema", "apiVersion", "kind", "metadata", "spec", "status"]);

/**
 * Reads an object that is to be made or to replace one; its status is not looked at.
 * @throws {RequestRefused} 400 for another object than the path's, and for unknown fields under strict validation; 422 for what the kind
 * does not allow
 */
export function writtenObject(
  value: Record<string, unknown>,
  target: WriteTarget,
  { fieldValidation }: WriteQuery,
): WrittenObject {
  const { name, metadata, unknown } = envelope(value, target);
  const manifest = {
    apiVersion,
    kind: target.kind.kind,
    metadata: {
      name,
      namespace: target.namespace,
      ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
      ...(metadata.annotations === undefined ? {} : { annotations: metadata.annotations }),
    },
    ...("spec" in value ? { spec: value.spec } : {}),
  };
  const checked = pruned(manifest, examineManifest, (mistakes, given) =>
    invalidObject(target.kind, name, mistakes, given),
  );
  return {
    declared: checked.result,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    warnings: fieldWarnings([...unknown, ...checked.unknown], fieldValidation),
  };
}

/** A status as a program wants it, checked. */
export interface WrittenStatus {
  readonly status: z.output<Kind["status"]>;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly warnings: readonly string[];
}

/** Reads an object of which the status is to be kept, and nothing else. */
export function writtenStatus(
  value: Record<string, unknown>,
  target: WriteTarget,
  { fieldValidation }: WriteQuery,
): WrittenStatus {
  const { name, metadata, unknown } = envelope(value, target);
  const schema = z.strictObject({ status: target.kind.status });
  const examine = (given: unknown) => {
    const read = schema.safeParse(given);
    return read.success ? { result: read.data.status } : { mistakes: mistakesOf(read.error, given, schema) };
  };
  const checked = pruned({ status: value.status ?? {} }, examine, (mistakes, given) =>
    invalidObject(target.kind, name, mistakes, given),
  );
  return {
    status: checked.result,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    warnings: fieldWarnings([...unknown, ...checked.unknown], fieldValidation),
  };
}

interface Envelope {
  readonly name: string;
  readonly metadata: RequestMetadata;
  readonly unknown: readonly string[];
}

function envelope(value: Record<string, unknown>, { kind, namespace, name }: WriteTarget): Envelope {
  if (value.apiVersion !== apiVersion)
    throw new RequestRefused(
      "BadRequest",
      `the API version in the data (${shown(value.apiVersion)}) does not match the expected API version (${apiVersion})`,
    );
  if (value.kind !== kind.kind)
    throw new RequestRefused(
      "BadRequest",
      `the kind in the data (${shown(value.kind)}) does not match the expected kind (${kind.kind})`,
    );
  const metadata = requestMetadata(value.metadata);
  if ((metadata.namespace ?? namespace) !== namespace)
    throw new RequestRefused(
      "BadRequest",
      "the namespace of the provided object does not match the namespace sent on the request",
    );
  const meant = name ?? metadata.name;
  if (meant === undefined) {
    const missing = {
      path: ["metadata", "name"],
      part: "value",
      problem: "name or generateName is required",
      remedy: "Add one.",
      expected: null,
    } as const;
    throw invalidObject(kind, "", [missing], {});
  }
  if (name !== undefined && metadata.name !== undefined && metadata.name !== name)
    throw new RequestRefused(
      "BadRequest",
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  const unknown = Object.keys(value).filter((key) => !members.has(key));
  return { name: meant, metadata, unknown: [...unknown, ...metadata.unknown] };
}

function examineManifest(given: unknown) {
  const examined = examineResource(given);
  return "checked" in examined ? { result: examined.checked.declared } : examined;
}

function shown(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 300) : "none";
}
