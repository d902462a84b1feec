import { resolve } from "node:path";
import type { BundleSigner, BundleVerifier } from "../../config/bundle-signature.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { text } from "../options/option.ts";

/** The word that stands for the keyring instead of a file. */
const ring = "keyring";

export const signOption = {
  signKey: text(
    "FILE|keyring",
    "Sign with an Ed25519 private key (PEM, mode 0600), or with the keyring's key.",
  ),
};

export const signatureOption = {
  requireSignature: text(
    "FILE|keyring",
    "Refuse a bundle that is not signed with this Ed25519 public key (PEM), or with a key of the keyring.",
  ),
};

/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
export async function bundleSigner(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<BundleSigner | undefined> {
  if (named === undefined) return undefined;
  const { ed25519Signer, keyringSignatures } = await import("../../config/bundle-signature.ts");
  if (named === ring) return keyringSignatures(await keyring(context, project));
  const { readPrivateFile } = await import("../../secret/key-file.ts");
  return ed25519Signer(readPrivateFile(resolve(context.cwd, named)), named);
}

/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
export async function bundleVerifier(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<BundleVerifier | undefined> {
  if (named === undefined) return undefined;
  const { ed25519Verifier, keyringSignatures } = await import("../../config/bundle-signature.ts");
  if (named === ring) return keyringSignatures(await keyring(context, project));
  const { readText } = await import("../../document/text.ts");
  return ed25519Verifier(readText(resolve(context.cwd, named), named), named);
}

async function keyring(context: Context, project: Project) {
  const { findKeyring } = await import("./keys.ts");
  const found = findKeyring(context, project);
  if (found) return found;
  throw new IdentikitError("KEYRING_INVALID", "no secret keys are set, so there is no keyring to sign with", {
    remedy: "Set IDENTIKIT_SECRET_KEYS, or name the file of an Ed25519 key.",
  });
}
