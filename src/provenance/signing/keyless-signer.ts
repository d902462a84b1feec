import {
  CIContextProvider,
  DEFAULT_FULCIO_URL,
  DEFAULT_REKOR_URL,
  DSSEBundleBuilder,
  FulcioSigner,
  RekorWitness,
} from "@sigstore/sign";
import { IdentikitError } from "../../fault/error.ts";
import { messageOf } from "../../fault/thrown.ts";
import { payloadType } from "../statements/statement.ts";
import type { StatementSigner } from "./statement-signer.ts";

/** Gives the token of OpenID Connect that an identity is proven with. */
export interface IdentityProvider {
  /** @throws {Error} where nobody vouches for the job */
  getToken(): Promise<string>;
}

/** How long one request to Sigstore may take. Milliseconds. */
const requestMs = 20_000;

export interface KeylessOptions {
  /** The certificate authority; Sigstore's public one if left out. */
  readonly fulcio?: string | undefined;
  /** The transparency log; Sigstore's public one if left out. */
  readonly rekor?: string | undefined;
  /** Gives the identity; the job's own OIDC token if left out. */
  readonly identity?: IdentityProvider | undefined;
}

/**
 * Signs as the identity that the host of the job vouches for: a certificate of minutes from Fulcio, and an entry in the log that
 * shows the signature to be from those minutes.
 */
export function keylessSigner(options: KeylessOptions = {}): StatementSigner {
  const { fulcio = DEFAULT_FULCIO_URL, rekor = DEFAULT_REKOR_URL } = options;
  const identityProvider = options.identity ?? new CIContextProvider("sigstore");
  const limits = { timeout: requestMs, retry: 2 };
  const builder = new DSSEBundleBuilder({
    signer: new FulcioSigner({ fulcioBaseURL: fulcio, identityProvider, ...limits }),
    witnesses: [new RekorWitness({ rekorBaseURL: rekor, entryType: "dsse", ...limits })],
  });
  return {
    name: "the identity of this job",
    hasSigned: () => false,
    sign: async (statement) => {
      try {
        const data = Buffer.from(JSON.stringify(statement));
        return await builder.create({ data, type: payloadType });
      } catch (cause) {
        throw new IdentikitError("SIGNING_FAILED", `nothing was signed: ${messageOf(cause)}`, {
          remedy:
            "On GitHub, give the job `permissions: id-token: write`; a host without OIDC signs with --sign-key.",
          cause,
        });
      }
    },
  };
}
