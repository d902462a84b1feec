import { sign } from "node:crypto";
import { toDSSEBundle } from "@sigstore/bundle";
import { dsse } from "@sigstore/core";
import { payloadType } from "../statements/statement.ts";
import { verifyByKey } from "../verifying/verify-by-key.ts";
import type { SigningKey } from "./signing-key.ts";
import type { StatementSigner } from "./statement-signer.ts";

/** Signs with a key of one's own: no server is asked, and nothing is written to a log. */
export function keySigner({ privateKey, publicKey, hint }: SigningKey): StatementSigner {
  return {
    name: `the key ${hint}`,
    hasSigned: (bundle) => {
      try {
        verifyByKey({ bundle }, publicKey);
        return true;
      } catch {
        // Somebody else's, or no signature at all.
        return false;
      }
    },
    sign: async (statement) => {
      const artifact = Buffer.from(JSON.stringify(statement));
      const signed = dsse.preAuthEncoding(payloadType, artifact);
      // Ed25519 has its own hash; P-256 goes with SHA-256.
      const algorithm = privateKey.asymmetricKeyType === "ed25519" ? null : "sha256";
      const signature = sign(algorithm, signed, privateKey);
      const bundle = toDSSEBundle({ artifact, artifactType: payloadType, signature, keyHint: hint });
      // Verifiers in Go pass over a signature whose key has another name than theirs, and each names keys in its own way.
      for (const one of bundle.content.dsseEnvelope.signatures) one.keyid = "";
      return bundle;
    },
  };
}
