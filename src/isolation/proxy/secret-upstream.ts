import { IdentikitError } from "../../fault/error.ts";
import { canonicalHost } from "./allow-list.ts";
import type { ProxySecret } from "./proxy-options.ts";

/** The host of a secret, taken apart. */
export interface SecretUpstream extends ProxySecret {
  readonly name: string;
  readonly port: number;
}

/** @throws {IdentikitError} `USAGE` for a host that is none, or a header that would be more than one */
export function upstreamOf(secret: ProxySecret): SecretUpstream {
  const [, text = "", digits = "443"] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]{1,5}))?$/.exec(secret.host) ?? [];
  const name = canonicalHost(text);
  const isHeader = /^[A-Za-z0-9-]+$/.test(secret.header) && !/[\r\n\0]/.test(secret.value);
  if (name === undefined || !isHeader)
    throw new IdentikitError(
      "USAGE",
      `the secret for ${JSON.stringify(secret.host)} cannot be added to requests`,
      {
        remedy: "Name one host, and a header whose value is one line.",
      },
    );
  return { ...secret, name, port: Number(digits) };
}
