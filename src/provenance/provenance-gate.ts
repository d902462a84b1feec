import { IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import type { GatedImage, ImageGate } from "../image/image-gate.ts";
import type { ImageStore, ManifestSelector } from "../image/store.ts";
import type { Digest } from "../tree/digest.ts";
import { recordedIdentity } from "./statements/identity-record.ts";
import { kindName, predicateTypes } from "./statements/predicate-types.ts";
import type { Trust } from "./verifying/trust.ts";
import type { VerifiedStatement } from "./verifying/verify-bundle.ts";
import { type ImageStatements, verifyImage } from "./verifying/verify-image.ts";

/** What has to be said of an image, and by whom. */
export interface Requirements {
  readonly trust: Trust;
  /** Predicate types, that of a signature among them where one is asked for. */
  readonly required: readonly string[];
  /** The identity that statements about one have to name; nothing where no template is at hand. */
  readonly treeDigest?: Digest | undefined;
  /** Told what was verified, for those who rest on it. */
  readonly onVerified?: ((statements: ImageStatements) => void) | undefined;
}

/** Asks for signatures and statements of an image by those who count. What others have put there changes nothing. */
export function provenanceGate(store: ImageStore, requirements: Requirements): ImageGate {
  return async ({ selector, subject }) => {
    try {
      const { digest } = await store.manifest(await selector);
      const statements = await verifyImage(store, digest, requirements.trust);
      requirements.onVerified?.(statements);
      return findingsOf(statements, requirements, subject);
    } catch (caught) {
      return [unread(caught, subject)];
    }
  };
}

/** What cannot be read is not known to be signed, and not known to be unsigned. @throws what is no fault of the place */
function unread(caught: unknown, subject: string): Finding {
  if (!(caught instanceof IdentikitError) || caught.code === "CANCELLED") throw caught;
  const { code, message, remedy } = caught;
  return {
    code,
    severity: "unverified",
    path: "signatures",
    expected: null,
    actual: message,
    remedy,
    subject,
  };
}

/**
 * Asks several gates about one and the same image. A tag is looked up once: a registry that lets it stand for one image and then for
 * another would else show the identity of the first and the signatures of the second.
 */
export function allGates(...gates: readonly ImageGate[]): ImageGate {
  return async (given) => {
    const image = { ...given, selector: pinned(given) };
    // Asked one after the other: each of them reads the same manifest.
    const findings: Finding[] = [];
    for (const gate of gates) findings.push(...(await gate(image)));
    return findings;
  };
}

async function pinned({ source, selector }: GatedImage): Promise<ManifestSelector> {
  const { digest } = await source.manifest(await selector);
  return { kind: "digest", digest };
}

/** What is missing in what is said of an image; pure. */
export function findingsOf(
  { verified, refused }: ImageStatements,
  { required, treeDigest }: Pick<Requirements, "required" | "treeDigest">,
  subject: string,
): Finding[] {
  const others = refused[0]
    ? `${refused.length} that do not count: ${refused[0].fault.message}`
    : "nothing is there";
  return required.flatMap((type) => {
    const found = verified.filter(({ predicateType }) => predicateType === type);
    if (found.length === 0) return [missing(type, others, subject)];
    return type === predicateTypes.identity ? differing(found, treeDigest, subject) : [];
  });
}

function missing(type: string, actual: string, subject: string): Finding {
  const isSignature = type === predicateTypes.signature;
  const what = isSignature
    ? "it is not signed by a key or identity that counts"
    : `it has no statement ${kindName(type)} by a key or identity that counts`;
  return {
    code: isSignature ? "SIGNATURE_MISSING" : "ATTESTATION_MISSING",
    severity: "error",
    path: kindName(type),
    expected: type,
    actual,
    subject,
    problem: what,
    remedy: "Sign the image where it is baked or published (--sign-key), or name the right key or identity.",
  };
}

/** Statements about an identity, of which one at least has to be that of the template, and of an image that the gate passed. */
function differing(
  found: readonly VerifiedStatement[],
  treeDigest: Digest | undefined,
  subject: string,
): Finding[] {
  const gated = found
    .map(recordedIdentity)
    .filter((one) => one?.gate.verdict === "clean")
    .flatMap((one) => one?.template.treeDigest ?? []);
  if (treeDigest === undefined ? gated.length > 0 : gated.includes(treeDigest)) return [];
  const [said] = gated;
  return [
    {
      code: "ATTESTATION_DIFFERS",
      severity: "error",
      path: "identity",
      expected: treeDigest ?? "an identity that the gate passed",
      actual: said ?? "an image that was not gated",
      subject,
      problem: said
        ? "the signed statement is about another identity than the template's"
        : "the signed statement is about an image that the gate was not asked about",
      remedy: "Bake and sign the image again from the template.",
    },
  ];
}
