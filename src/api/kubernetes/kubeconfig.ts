import { stringify } from "yaml";
import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";
import { tokenPath } from "../path-token.ts";

export interface KubeconfigOptions {
  /** Where the server listens: `http` on this machine only, or `https`. */
  readonly server: string;
  readonly token: string;
  /** Who the token is for, as people read it. */
  readonly user: string;
  /** The organisation that commands without `--namespace` are about. */
  readonly namespace: string;
  /** PEM of who vouches for the server's certificate, where the machine does not know them. */
  readonly certificateAuthority?: string | undefined;
}

/** The mode of the file: it holds a token. */
export const kubeconfigMode = 0o600;

/**
 * The file by which kubectl finds the server (client.authentication.k8s.io, Config v1). kubectl sends no token over plain HTTP, so
 * there it stands in the address.
 * @throws {IdentikitError} `AUTH_REQUIRED` for plain HTTP to another machine
 */
export function kubeconfig({
  server,
  token,
  user,
  namespace,
  certificateAuthority,
}: KubeconfigOptions): string {
  const url = new URL(server);
  const isPlain = url.protocol !== "https:";
  if (isPlain && !isLoopback(url.hostname.replace(/^\[|\]$/g, "")))
    throw new IdentikitError(
      "AUTH_REQUIRED",
      `a token for ${url.host} would go over the network as plain text`,
      {
        remedy: "Reach the server by https.",
      },
    );
  const address = isPlain ? `${url.origin}${tokenPath(token)}` : url.origin;
  const authority =
    certificateAuthority === undefined
      ? {}
      : { "certificate-authority-data": Buffer.from(certificateAuthority).toString("base64") };
  const name = "identikit";
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server: address, ...authority } }],
    users: [{ name: user, user: isPlain ? {} : { token } }],
    contexts: [{ name, context: { cluster: name, user, namespace } }],
    "current-context": name,
  });
}
