import { flag, list, text } from "./option.ts";

/** Who signs. */
export const signingOptions = () => ({
  signKey: text(
    "FILE|env://NAME",
    "Sign the image and what is said of it with this key (PEM, or of cosign generate-key-pair); its password in IDENTIKIT_SIGN_PASSWORD or COSIGN_PASSWORD.",
  ),
  signKeyless: flag(
    "Sign with the identity that the host gives this job (OIDC), through Sigstore; not on Gitea, which gives none.",
  ),
});

/** What else is signed beside what every signature comes with. */
export const sbomOption = () => ({
  sbom: flag("Sign a bill of materials of the identity (CycloneDX), too; goes with a signer."),
});

/** Whose signatures count. */
export const trustOptions = () => ({
  verifyKey: list(
    "FILE|env://NAME",
    "A public key (PEM) whose signatures count; provenance.keys of the settings if left out.",
  ),
  verifyIdentity: text(
    "SUBJECT",
    "The identity whose keyless signatures count, as its certificate has it; provenance.identity of the settings if left out.",
  ),
  verifyIssuer: text(
    "URL",
    "Who has to have vouched for the identity; provenance.issuer of the settings if left out.",
  ),
  trustedRoot: text(
    "FILE",
    "The authorities of the Sigstore deployment, as cosign trusted-root create writes them; provenance.trustedRoot of the settings if left out, else fetched from the TUF repository (provenance.tuf, or Sigstore's public one).",
  ),
});

/** What has to be said of an image, and by whom. */
export const requirementOptions = () => ({
  requireSignature: flag("Refuse an image that is not signed by a key or identity that counts."),
  requireAttestation: list(
    "KIND|URI",
    "Refuse an image without this statement by a key or identity that counts: provenance, identity, sbom, summary, or a predicate type.",
  ),
  ...trustOptions(),
});

/** The values of {@link signingOptions}. */
export interface SigningOptionValues {
  readonly signKey?: string | undefined;
  readonly signKeyless: boolean;
}

/** The values of {@link trustOptions}. */
export interface TrustOptionValues {
  readonly verifyKey: readonly string[];
  readonly verifyIdentity?: string | undefined;
  readonly verifyIssuer?: string | undefined;
  readonly trustedRoot?: string | undefined;
}

/** The values of {@link requirementOptions}. */
export interface RequirementOptionValues extends TrustOptionValues {
  readonly requireSignature: boolean;
  readonly requireAttestation: readonly string[];
}
