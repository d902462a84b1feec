import { IdentikitError } from "../fault/error.ts";

/** Where a server listens. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/**
 * Parses `host:port`, `:port` or `port`; without a host, this machine only.
 * @throws {IdentikitError} `USAGE`
 */
export function parseListenAddress(listen: string): ListenAddress {
  const match = /^(?:(?<host>\[[0-9a-f:.]+\]|[^:[\]]*):)?(?<port>\d{1,5})$/i.exec(listen);
  const port = Number(match?.groups?.port);
  if (match && port <= 65_535)
    return { host: match.groups?.host?.replace(/^\[|\]$/g, "") || "127.0.0.1", port };
  throw new IdentikitError("USAGE", `${JSON.stringify(listen)} is not an address to listen on`, {
    remedy: "Write it as host:port, such as 127.0.0.1:8787.",
  });
}

/** The host of a `Host` header, without its port and brackets. */
export function hostOfHeader(header: string): string {
  return header.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}
