import { z } from "zod";
import { namespaceName, objectName } from "../kinds/fields.ts";
import type { Kind } from "../kinds/kind.ts";

/** The API group, and the one version of it, that all kinds belong to. */
export const apiGroup = "identikit.dev";
export const apiVersion = "identikit.dev/v1alpha1";

/** Kubernetes' rule for keys of labels and annotations: an optional DNS prefix and /, then a name of at most 63 characters. */
const metaKey = z
  .string()
  .max(317)
  .regex(
    /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
    "must be letters, digits, -, _ and ., with an optional domain and / before it",
  );
const labelValue = z
  .string()
  .max(63)
  .regex(
    /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
    "must be letters, digits, -, _ and ., and begin and end with a letter or digit",
  );

/** What a manifest says about an object itself. */
export const writtenMetadata = z.strictObject({
  name: objectName.describe("Its name, unique among its kind in the organisation."),
  namespace: namespaceName.optional().describe("The organisation."),
  labels: z.record(metaKey, labelValue).optional().describe("Short facts to select objects by."),
  annotations: z.record(metaKey, z.string().max(262_144)).optional().describe("Other facts."),
});

/** What the server adds. */
export interface ServerMetadata {
  readonly uid: string;
  /** Counts the changes of what the object is meant to be; 1 for a new one. */
  readonly generation: number;
  /** The number of the change that made it what it is, as a decimal text; grows in commit order over all objects. */
  readonly resourceVersion: string;
  /** RFC 3339, in UTC. */
  readonly creationTimestamp: string;
  /** True for what the repository declares: it changes by pull request only. */
  readonly managedByRepository: boolean;
}

export interface WrittenMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** What somebody wants an object to be. */
export interface Declared<One extends Kind = Kind> {
  readonly kind: One["kind"];
  readonly metadata: WrittenMetadata;
  readonly spec: z.output<One["spec"]>;
}

/** An object as it is stored. */
export interface Resource<One extends Kind = Kind> {
  readonly kind: One["kind"];
  readonly metadata: WrittenMetadata & ServerMetadata;
  readonly spec: z.output<One["spec"]>;
  readonly status: z.output<One["status"]>;
}

/** One object among all. */
export interface ResourceKey {
  readonly namespace: string;
  readonly name: string;
}
