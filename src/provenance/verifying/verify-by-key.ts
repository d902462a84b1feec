import type { KeyObject } from "node:crypto";
import { type TrustMaterial, toSignedEntity, Verifier } from "@sigstore/verify";
import type { FoundBundle } from "../artifacts/found-bundle.ts";

/**
 * Verifies a signature with a public key. The key alone decides: an entry in a log is not asked for, and one that is there not looked at.
 * @throws {Error} what the verifier says
 */
export function verifyByKey(
  { bundle, payload }: Pick<FoundBundle, "bundle" | "payload">,
  key: KeyObject,
): void {
  const material: TrustMaterial = {
    certificateAuthorities: [],
    timestampAuthorities: [],
    tlogs: [],
    ctlogs: [],
    publicKey: () => ({ publicKey: key, validFor: () => true }),
  };
  const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 };
  const entity = toSignedEntity(bundle, payload === undefined ? undefined : Buffer.from(payload));
  new Verifier(material, thresholds).verify({ ...entity, tlogEntries: [], timestamps: [] });
}
