import { IdentikitError } from "../../fault/error.ts";
import { isLoopback } from "../../http/loopback.ts";
import { hostOfHeader, type ListenAddress } from "../listen-address.ts";

/** Under which names the server is asked for, and what a browser calls the place that its pages come from. */
export interface ServerNames {
  /** Whether a `Host` header names this server; any name counts where the server cannot know its own. */
  isOurs(host: string): boolean;
  /** What a browser names as `Origin` (RFC 6454, 6.2) on pages of ours that were asked for under this `Host`. */
  originOf(host: string): string;
  /** Whether browsers reach the server by https, so that cookies may not go over anything else. */
  readonly isSecure: boolean;
}

/**
 * The names of a server. Behind a proxy it is called by its public URL. Without one, a server on loopback answers to loopback's names, and
 * one that other machines reach to any: there, cookies are for https alone, and the page has to come from the host that was asked.
 * @throws {IdentikitError} `USAGE` for what is no URL of a server; `AUTH_REQUIRED` for plain HTTP to other machines
 */
export function serverNames({ host: listens }: ListenAddress, publicUrl: string | undefined): ServerNames {
  const isLocal = isLoopback(listens);
  if (publicUrl === undefined)
    return {
      isOurs: (host) => !isLocal || isLoopback(hostOfHeader(host)),
      originOf: (host) => `${isLocal ? "http" : "https"}://${host.toLowerCase()}`,
      isSecure: !isLocal,
    };
  const url = readPublicUrl(publicUrl);
  return {
    isOurs: (host) =>
      host.toLowerCase() === url.host ||
      hostOfHeader(host.toLowerCase()) === hostOfHeader(url.host) ||
      (isLocal && isLoopback(hostOfHeader(host))),
    originOf: () => url.origin,
    isSecure: url.protocol === "https:",
  };
}

/** @throws {IdentikitError} `USAGE`, `AUTH_REQUIRED` */
function readPublicUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isServer = url && ["http:", "https:"].includes(url.protocol) && url.pathname === "/" && !url.search;
  if (!isServer || url.username !== "" || url.hash !== "")
    throw new IdentikitError("USAGE", `${JSON.stringify(text)} is not the URL of a server`, {
      remedy: "Write it without a path, such as https://identikit.example.com.",
    });
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new IdentikitError(
      "AUTH_REQUIRED",
      `sessions at ${url.origin} would go over the network as plain text`,
      {
        remedy: "Give the server an https URL: put what ends TLS before it.",
      },
    );
  return url;
}
