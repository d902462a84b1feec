import type { Digest } from "../../tree/digest.ts";
import { predicateTypes } from "./predicate-types.ts";
import { hexOf, type Predicate } from "./statement.ts";

export interface VerificationRecord {
  /** Who verified: the builder's URI. */
  readonly verifier: string;
  readonly version: string;
  /** The reference that the image was verified for, such as `docker://registry.example/agent:production`. */
  readonly resource: string;
  /** What was asked: the identity that it had to have, and the statements that had to be there. */
  readonly asked: { readonly treeDigest?: Digest | undefined; readonly required: readonly string[] };
  /** The statements that it rests on, by the digest of their artifacts. */
  readonly inputs: readonly Digest[];
}

/** What was asked of an image before it got a tag, as the policy of a summary. */
const policy = "https://identikit.io/policy/promote/v1";

/**
 * That an image was verified before it got a name, in SLSA's form. There is one only of images that passed.
 * @see https://slsa.dev/spec/v1.0/verification_summary
 */
export function verificationSummary(record: VerificationRecord): Predicate {
  const { verifier, version, resource, asked, inputs } = record;
  const { treeDigest, required } = asked;
  return {
    predicateType: predicateTypes.summary,
    predicate: {
      verifier: { id: verifier, version: { identikit: version } },
      resourceUri: resource,
      policy: {
        uri: policy,
        ...(treeDigest === undefined ? {} : { digest: { treeDigest: hexOf(treeDigest) } }),
        annotations: { required: [...required] },
      },
      inputAttestations: inputs.map((digest) => ({ digest: { sha256: hexOf(digest) } })),
      verificationResult: "PASSED",
      verifiedLevels: [],
    },
  };
}
