import { text } from "./option.ts";

/** What a bundle is signed with. */
export const signOption = () => ({
  signKey: text(
    "FILE|keyring",
    "Sign with an Ed25519 private key (PEM, mode 0600), or with the keyring's key.",
  ),
});

/** Whose signature a bundle must have. */
export const signatureOption = () => ({
  requireSignature: text(
    "FILE|keyring",
    "Refuse a bundle that is not signed with this Ed25519 public key (PEM), or with a key of the keyring.",
  ),
});
