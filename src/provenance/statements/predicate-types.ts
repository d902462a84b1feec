/** The kinds of statements that are written and can be asked for by name, by their predicate type. */
export const predicateTypes = {
  /** That somebody stands for the image: what `cosign verify` looks for. */
  signature: "https://sigstore.dev/cosign/sign/v1",
  /** How the image was built. https://slsa.dev/spec/v1.0/provenance */
  provenance: "https://slsa.dev/provenance/v1",
  /** Which identity is in the image, and what the gate found. */
  identity: "https://identikit.io/attestation/identity/v1",
  /** That the image was verified before a tag was given to it. https://slsa.dev/spec/v1.0/verification_summary */
  summary: "https://slsa.dev/verification_summary/v1",
  /** What is in the identity, and where it comes from. https://cyclonedx.org/specification/overview */
  sbom: "https://cyclonedx.org/bom",
} as const;

/** The name of a kind of statement, as options have it. */
export type StatementKind = keyof typeof predicateTypes;

/** The predicate type that a word means: the name of a kind, or a predicate type as it is. */
export function predicateTypeOf(word: string): string {
  return isKind(word) ? predicateTypes[word] : word;
}

/** What people call a predicate type: the name of its kind, where it has one. */
export function kindName(predicateType: string): string {
  const found = Object.entries(predicateTypes).find(([, type]) => type === predicateType);
  return found?.[0] ?? predicateType;
}

function isKind(word: string): word is StatementKind {
  return Object.hasOwn(predicateTypes, word);
}
