import { IdentikitError } from "../../fault/error.ts";
import type { ImageStore, RawManifest } from "../../image/store.ts";
import type { Project } from "../../project/project.ts";
import type { Attached } from "../../provenance/artifacts/attach.ts";
import type { Predicate } from "../../provenance/statements/statement.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import type { SigningOptionValues } from "../options/provenance.ts";
import { keyText } from "./key-text.ts";

/** Signs what is said of images, as the options say by whom. */
export interface Signing {
  /** @throws {IdentikitError} `REFERRERS_UNSUPPORTED` where a place cannot hold what is signed */
  check(store: ImageStore): void;
  /** Says it of an image, signed, beside the image. @throws as `attach` does */
  attach(store: ImageStore, top: RawManifest, said: readonly Predicate[]): Promise<void>;
  /** What was said so far, for outputs. */
  readonly attestations: { readonly predicateType: string; readonly digest: string }[];
  /** What was said so far, for people. */
  account(): string[];
}

/**
 * Opens what signs, where the options ask for signatures.
 * @throws {IdentikitError} `USAGE`, `SIGNING_KEY_INVALID`, `KEYRING_INVALID`
 */
export async function openSigning(
  context: CommandContext,
  { settings }: Pick<Project, "settings">,
  { signKey, signKeyless }: SigningOptionValues,
): Promise<Signing | undefined> {
  if (signKey === undefined && !signKeyless) return undefined;
  if (signKey !== undefined && signKeyless)
    throw new IdentikitError("USAGE", "--sign-key and --sign-keyless say two signers", {
      remedy: "Name the one that is to sign.",
    });
  const signer = signKey === undefined ? await keyless() : await byKey(signKey);
  // Most images are not signed: what writes signatures is loaded for those that are.
  const { attach, referrersOf } = await import("../../provenance/artifacts/attach.ts");
  const done: Attached[] = [];
  const attestations: Signing["attestations"] = [];
  return {
    check: (store) => void referrersOf(store),
    attach: async (store, top, said) => {
      const attached = await attach(store, { top, signer, said });
      done.push(attached);
      attestations.push(...attached.artifacts);
    },
    attestations,
    account: () => {
      const written = done.reduce((sum, one) => sum + one.written, 0);
      const there = attestations.length - written;
      if (attestations.length === 0) return [];
      return [
        `signed by ${signer.name}: ${count(written, "statement")}${there > 0 ? `, ${there} there already` : ""}`,
      ];
    },
  };

  async function byKey(named: string) {
    // As above: only who signs needs it.
    const { parseSigningKey } = await import("../../provenance/signing/signing-key.ts");
    // As above.
    const { keySigner } = await import("../../provenance/signing/key-signer.ts");
    const { IDENTIKIT_SIGN_PASSWORD, COSIGN_PASSWORD } = context.env;
    const password = IDENTIKIT_SIGN_PASSWORD ?? COSIGN_PASSWORD;
    const text = keyText(context, named, { kind: "private", from: context.cwd });
    return keySigner(parseSigningKey(text, named, password));
  }

  async function keyless() {
    // A client of Sigstore's servers, which signing with a key does without.
    const { keylessSigner } = await import("../../provenance/signing/keyless-signer.ts");
    const { fulcio, rekor } = settings.provenance;
    return keylessSigner({ fulcio, rekor });
  }
}
