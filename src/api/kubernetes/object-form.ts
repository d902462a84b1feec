import { apiVersion, type Resource } from "../../agents/resource/resource.ts";

/** Says on an object that the repository declares it; nobody can set or take it. */
export const managedAnnotation = "identikit.dev/managed-by";

/** An object as clients get it. */
export interface ObjectForm {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: unknown;
  readonly status: unknown;
}

export function objectForm({ kind, metadata, spec, status }: Resource): ObjectForm {
  return { apiVersion, kind, metadata: metadataForm(metadata), spec, status };
}

/** `metadata` in the order in which people read it. */
export function metadataForm(metadata: Resource["metadata"]): Readonly<Record<string, unknown>> {
  const managed = metadata.managedByRepository ? { [managedAnnotation]: "repository" } : {};
  const annotations = { ...metadata.annotations, ...managed };
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    ...(metadata.resourceVersion === "" ? {} : { resourceVersion: metadata.resourceVersion }),
    generation: metadata.generation,
    creationTimestamp: metadata.creationTimestamp.replace(/\.\d+Z$/, "Z"),
    ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
