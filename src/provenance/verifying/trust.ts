import type { KeyObject } from "node:crypto";
import { TrustedRoot } from "@sigstore/protobuf-specs";
import { IdentikitError } from "../../fault/error.ts";
import { readJson } from "../../image/document/read-json.ts";
import { parsePublicKey } from "../signing/signing-key.ts";

/** A public key whose signatures count. */
export interface TrustedKey {
  /** As the person named it. */
  readonly name: string;
  readonly key: KeyObject;
}

/** An identity whose signatures count, where a certificate and a log entry show them to be its own. */
export interface TrustedIdentity {
  /** The subject of the certificate, in full: the address of a workflow, of a person. */
  readonly subject: string;
  /** Who vouched for it: the OIDC issuer. */
  readonly issuer: string;
  /** The authorities that are believed. */
  readonly root: TrustedRoot;
}

/** Whose signatures count; any one is enough. */
export interface Trust {
  readonly keys: readonly TrustedKey[];
  readonly identities: readonly TrustedIdentity[];
}

/** @throws {IdentikitError} `SIGNING_KEY_INVALID` */
export function trustedKey(name: string, text: string): TrustedKey {
  return { name, key: parsePublicKey(text, name) };
}

/**
 * The authorities of a Sigstore deployment, as `cosign trusted-root create` and Sigstore's TUF repositories have them.
 * @throws {IdentikitError} `TRUSTED_ROOT_INVALID`
 */
export function parseTrustedRoot(bytes: Uint8Array, name: string): TrustedRoot {
  try {
    const root = TrustedRoot.fromJSON(readJson(bytes, name));
    if (root.certificateAuthorities.length > 0) return root;
    throw new TypeError("it has no certificate authority");
  } catch (cause) {
    throw new IdentikitError("TRUSTED_ROOT_INVALID", `${name} is not a trusted root of Sigstore`, {
      remedy: "Make one with `cosign trusted-root create`, or take it from your deployment's TUF repository.",
      cause,
    });
  }
}
