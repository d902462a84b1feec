import { randomInt } from "node:crypto";
import { z } from "zod";
import { fieldsOf } from "../../fault/thrown.ts";
import { managedAnnotation } from "./object-form.ts";
import { RequestRefused } from "./status.ts";

/** What `metadata` of a written object says. */
export interface RequestMetadata {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: unknown;
  readonly annotations: unknown;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  /** Paths of fields that `metadata` does not have. */
  readonly unknown: readonly string[];
}

const text = z.string().max(10_000).nullish();
/** What only the server writes: told back by clients, and not read. */
const servers = [
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "managedFields",
  "selfLink",
];
const form = z.object({
  name: text,
  generateName: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  finalizers: z.array(z.unknown()).nullish(),
  ownerReferences: z.array(z.unknown()).nullish(),
});
const known = new Set([...Object.keys(form.shape), ...servers, "labels", "annotations"]);

/** @throws {RequestRefused} 400 for what is no metadata, or asks for what the server does not keep */
export function requestMetadata(value: unknown): RequestMetadata {
  const read = form.safeParse(value ?? {});
  if (!read.success)
    throw new RequestRefused("BadRequest", "metadata does not have the shape of metav1.ObjectMeta");
  const { name, generateName, namespace, uid, resourceVersion, finalizers, ownerReferences } = read.data;
  if (finalizers?.length) throw unsupported("finalizers");
  if (ownerReferences?.length) throw unsupported("ownerReferences");
  const members = fieldsOf(value);
  return {
    name: name || (generateName ? generatedName(generateName) : undefined),
    namespace: namespace || undefined,
    labels: members.labels ?? undefined,
    annotations: ownAnnotations(members.annotations),
    uid: uid || undefined,
    resourceVersion: resourceVersion || undefined,
    unknown: Object.keys(members)
      .filter((key) => !known.has(key))
      .map((key) => `metadata.${key}`),
  };
}

/** The letters of Kubernetes' generated names (k8s.io/apimachinery/pkg/util/rand): none that makes a word. */
const letters = "bcdfghjklmnpqrstvwxz2456789";

function generatedName(start: string): string {
  const end = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return `${start.slice(0, 248)}${end}`;
}

function ownAnnotations(annotations: unknown): unknown {
  const { [managedAnnotation]: _, ...own } = fieldsOf(annotations);
  if (typeof annotations !== "object" || Array.isArray(annotations)) return annotations ?? undefined;
  return Object.keys(own).length === 0 ? undefined : own;
}

function unsupported(field: string): RequestRefused {
  return new RequestRefused("BadRequest", `metadata.${field} is not kept by this server: leave it out`);
}
