import { resolve } from "node:path";
import {
  type BundleSigner,
  type BundleVerifier,
  ed25519Signer,
  ed25519Verifier,
  keyringSignatures,
} from "../../config/bundle/bundle-signature.ts";
import { readText } from "../../document/text.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { readPrivateFile } from "../../secret/key-file.ts";
import { findKeyring } from "./keys.ts";

/** The word that stands for the keyring instead of a file. */
const ring = "keyring";

/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
export async function bundleSigner(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<BundleSigner | undefined> {
  if (named === undefined) return undefined;
  if (named === ring) return keyringSignatures(keyring(context, project));
  return ed25519Signer(readPrivateFile(resolve(context.cwd, named)), named);
}

/** @throws {IdentikitError} `KEYRING_INVALID`, `FILE_UNREADABLE` */
export async function bundleVerifier(
  context: Context,
  project: Project,
  named: string | undefined,
): Promise<BundleVerifier | undefined> {
  if (named === undefined) return undefined;
  if (named === ring) return keyringSignatures(keyring(context, project));
  return ed25519Verifier(readText(resolve(context.cwd, named), named), named);
}

function keyring(context: Context, project: Project) {
  const found = findKeyring(context, project);
  if (found) return found;
  throw new IdentikitError("KEYRING_INVALID", "no secret keys are set, so there is no keyring to sign with", {
    remedy: "Set IDENTIKIT_SECRET_KEYS, or name the file of an Ed25519 key.",
  });
}
