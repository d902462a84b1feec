import { z } from "zod";
import { type Digest, isDigest } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";
import { predicateTypes } from "./predicate-types.ts";
import { hexOf, type Predicate } from "./statement.ts";

/** The template that an image was made from. */
export interface RecordedTemplate {
  readonly name: string;
  /** Without credentials. */
  readonly repository?: string | undefined;
  /** Nothing where the bytes are not those of a commit. */
  readonly commit: string | null;
}

export interface IdentityRecord {
  readonly template: RecordedTemplate;
  readonly identity: FileTree;
  /** The name of the policy that says which files are the identity. */
  readonly profile: string;
  /** Where it lies in the image. */
  readonly destination: string;
  /** What the gate came to; nothing is signed of an image that it did not pass. */
  readonly gate: "clean" | "skipped";
  /** The release that looked. */
  readonly version: string;
}

/** Which identity is in an image, file by file, from which commit it comes, and what the gate found. */
export function identityRecord(record: IdentityRecord): Predicate {
  const { template, identity, profile, destination, gate, version } = record;
  const { name, repository, commit } = template;
  return {
    predicateType: predicateTypes.identity,
    predicate: {
      template: {
        name,
        ...(repository === undefined ? {} : { repository }),
        commit,
        treeDigest: identity.digest,
      },
      profile,
      destination,
      files: [...identity].map(({ path, digest }) => ({ path, digest: { sha256: hexOf(digest) } })),
      gate: { verdict: gate, verifier: { name: "identikit", version } },
    },
  };
}

const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value));
const schema = z.object({
  template: z.object({
    name: z.string(),
    repository: z.string().optional(),
    commit: z.string().nullable(),
    treeDigest: digest,
  }),
  gate: z.object({ verdict: z.string() }),
});

/** What others need to know of an identity record: from which template, and what the gate said. */
export type RecordedIdentity = z.output<typeof schema>;

/** An identity record that was read; nothing where the predicate is none. */
export function recordedIdentity({ predicateType, predicate }: Predicate): RecordedIdentity | undefined {
  if (predicateType !== predicateTypes.identity) return undefined;
  const parsed = schema.safeParse(predicate);
  return parsed.success ? parsed.data : undefined;
}
