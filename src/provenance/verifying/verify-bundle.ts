import type { Bundle } from "@sigstore/bundle";
import { toSignedEntity, toTrustMaterial, Verifier } from "@sigstore/verify";
import { z } from "zod";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import { readJson } from "../../image/document/read-json.ts";
import type { Digest } from "../../tree/digest.ts";
import { isDigest } from "../../tree/digest.ts";
import type { FoundBundle } from "../artifacts/found-bundle.ts";
import { predicateTypes } from "../statements/predicate-types.ts";
import { parseStatement, payloadType, type ReadStatement } from "../statements/statement.ts";
import type { Trust, TrustedIdentity } from "./trust.ts";
import { verifyByKey } from "./verify-by-key.ts";

/** A statement about an image, signed by somebody who counts. */
export interface VerifiedStatement extends ReadStatement {
  /** The digest of the artifact that holds it. */
  readonly artifact: Digest;
  /** Who signed: a key as the person named it, or an identity. */
  readonly signer: string;
}

/** What is signed by cosign before version 3. */
const simpleSigning = z.object({
  critical: z.object({
    type: z.literal("cosign container image signature"),
    image: z.object({
      "docker-manifest-digest": z.custom<Digest>((one) => typeof one === "string" && isDigest(one)),
    }),
  }),
});

/**
 * Verifies one bundle: the signature, who signed, that it is a statement, and that the statement is about the image.
 * @throws {IdentikitError} `SIGNATURE_INVALID` where nobody who counts has signed it, `ATTESTATION_INVALID` where somebody has, and it
 * is no statement, or about something else
 */
export function verifyBundle(found: FoundBundle, subject: Digest, trust: Trust): VerifiedStatement {
  const { digest: artifact } = found.artifact;
  const signer = signerOf(found, trust);
  const statement = statementIn(found, artifact);
  if (statement.subjects.includes(subject)) return { ...statement, artifact, signer };
  const about = statement.subjects.slice(0, 3).join(", ");
  throw new IdentikitError(
    "ATTESTATION_INVALID",
    `${artifact} is signed by ${signer}, and is about ${about || "nothing"}`,
    {
      remedy: "Somebody put a statement about another image here: find out who, and remove it.",
    },
  );
}

function signerOf({ bundle, payload, artifact }: FoundBundle, trust: Trust): string {
  const reasons: string[] = [];
  const isByKey = bundle.verificationMaterial.content.$case === "publicKey";
  const tries = isByKey
    ? trust.keys.map(({ name, key }) => ({
        name: `the key ${name}`,
        verify: () => verifyByKey({ bundle, ...(payload ? { payload } : {}) }, key),
      }))
    : trust.identities.map((one) => ({
        name: one.subject,
        verify: () => verifyIdentity(bundle, payload, one),
      }));
  for (const { name, verify } of tries) {
    try {
      verify();
      return name;
    } catch (caught) {
      reasons.push(`${name}: ${messageOf(caught)}`);
    }
  }
  const nobody = isByKey
    ? "it is signed with a key, and no key is named"
    : "it is signed by an identity, and none is named";
  throw new IdentikitError(
    "SIGNATURE_INVALID",
    `${artifact.digest} is not signed by a key or identity that counts: ${reasons.join("; ") || nobody}`,
    {
      remedy: "Check that the right key or identity is named, and find out who wrote it.",
    },
  );
}

/** The certificate is of the identity and the authority, and a log shows the signature to be from its minutes. */
function verifyIdentity(
  bundle: Bundle,
  payload: Uint8Array | undefined,
  { subject, issuer, root }: TrustedIdentity,
): void {
  const material = toTrustMaterial(root, () => {
    throw new TypeError("it is signed with a key");
  });
  const entity = toSignedEntity(bundle, payload === undefined ? undefined : Buffer.from(payload));
  const exactly = `^${RegExp.escape(subject)}$`;
  new Verifier(material).verify(entity, { subjectAlternativeName: exactly, extensions: { issuer } });
}

function statementIn({ bundle, payload }: FoundBundle, artifact: Digest): ReadStatement {
  const { content } = bundle;
  if (content.$case === "dsseEnvelope") {
    if (content.dsseEnvelope.payloadType === payloadType)
      return parseStatement(content.dsseEnvelope.payload, artifact);
    throw wrong(artifact, "its envelope holds no statement");
  }
  const parsed = simpleSigning.safeParse(readJson(payload ?? new Uint8Array(), artifact));
  if (!parsed.success) throw wrong(artifact, "what is signed names no image");
  const subjects = [parsed.data.critical.image["docker-manifest-digest"]];
  return { subjects, predicateType: predicateTypes.signature, predicate: {} };
}

function wrong(artifact: Digest, reason: string): IdentikitError {
  return new IdentikitError("ATTESTATION_INVALID", `${artifact}: ${reason}`, {
    remedy: "Find out who wrote it; sign the image again with --sign-key.",
  });
}
