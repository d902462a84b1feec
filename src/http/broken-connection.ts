import { codeOf } from "../fault/thrown.ts";
/** Where a request failed before its answer was complete: cut, refused, timed out. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";

  /** @param cause has the system's word in `code` */
  constructor(cause: unknown) {
    super("the connection broke", { cause });
  }
}

/** A connection's end for want of time. */
export function timedOut(why: string): NodeJS.ErrnoException {
  return Object.assign(new Error(why), { code: "ETIMEDOUT" });
}

/** What is wrong with a connection, in words. */
export interface Trouble {
  /** Fits after "could not be reached: ". */
  readonly meaning: string;
  readonly remedy: string;
  /** Whether it will still be so after a while. */
  readonly isLasting: boolean;
}

/** @param cause the connection's own error */
export function troubleOf(cause: unknown): Trouble {
  const code = codeOf(cause) ?? "";
  const known = troubles.find(({ codes }) => codes.test(code));
  const unknown = {
    meaning: code || "the connection broke",
    remedy: "Check the network and run again.",
    isLasting: false,
  };
  return known ?? unknown;
}

const troubles: readonly (Trouble & { readonly codes: RegExp })[] = [
  {
    codes: /^ENOTFOUND$/,
    meaning: "there is no host of that name",
    remedy: "Check the server's name.",
    isLasting: true,
  },
  {
    codes: /^ECONNREFUSED$/,
    meaning: "nothing listens there",
    remedy: "Start the server, or check its port.",
    isLasting: false,
  },
  {
    codes: /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/,
    meaning: "its certificate is not trusted",
    remedy: "Name its certificate authority in NODE_EXTRA_CA_CERTS.",
    isLasting: true,
  },
  {
    codes: /^(EPROTO|ERR_SSL_)/,
    meaning: "it does not speak TLS",
    remedy: "Where plain HTTP is meant, name the registry with --insecure-registry.",
    isLasting: true,
  },
  {
    codes: /^(ETIMEDOUT|ESOCKETTIMEDOUT)$/,
    meaning: "it took too long",
    remedy: "Check the network and run again.",
    isLasting: false,
  },
  {
    codes: /^HPE_/,
    meaning: "it does not speak HTTP",
    remedy: "Check the server's name and port.",
    isLasting: true,
  },
];
