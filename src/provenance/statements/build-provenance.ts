import type { Digest } from "../../tree/digest.ts";
import type { RecordedTemplate } from "./identity-record.ts";
import { predicateTypes } from "./predicate-types.ts";
import { hexOf, type Predicate } from "./statement.ts";

/** Who built it, in which run. */
export interface Builder {
  /** A URI: the workflow on its host; that of a machine of one's own says only that. */
  readonly id: string;
  /** The release of Identikit. */
  readonly version: string;
  /** The address of the run; nothing outside of a CI host. */
  readonly invocation?: string | undefined;
}

export interface BuildRecord {
  readonly template: RecordedTemplate & { readonly treeDigest: Digest };
  /** What it was put on; nothing for `scratch`. */
  readonly base?: { readonly name: string; readonly digest: Digest } | undefined;
  /** What the person or the workflow asked for. */
  readonly parameters: {
    readonly builder: "direct" | "docker";
    readonly platforms: readonly string[];
    readonly ancestors: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly sourceDateEpoch: number;
  };
  readonly builder: Builder;
}

/** What `buildType` means: a bake, whose parameters are those of {@link BuildRecord}. */
const buildType = "https://identikit.io/bake/v1";

/**
 * How an image was built, in SLSA's form: what was asked for, and what was put in, each with its digest.
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export function buildProvenance({ template, base, parameters, builder }: BuildRecord): Predicate {
  const { name, repository, commit, treeDigest } = template;
  const source = repository ?? name;
  return {
    predicateType: predicateTypes.provenance,
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: {
          template: { name, ...(repository === undefined ? {} : { repository }) },
          base: base?.name ?? "scratch",
          ...parameters,
          platforms: [...parameters.platforms],
        },
        resolvedDependencies: [
          {
            name: "template",
            uri: commit === null ? source : `git+${source}@${commit}`,
            digest: { ...(commit === null ? {} : { gitCommit: commit }), treeDigest: hexOf(treeDigest) },
          },
          ...(base ? [{ name: "base", uri: base.name, digest: { sha256: hexOf(base.digest) } }] : []),
        ],
      },
      runDetails: {
        builder: { id: builder.id, version: { identikit: builder.version } },
        ...(builder.invocation === undefined ? {} : { metadata: { invocationId: builder.invocation } }),
      },
    },
  };
}
