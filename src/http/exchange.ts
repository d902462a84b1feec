import { readWords } from "./body.ts";
import type { Body, Incoming, Outgoing } from "./message.ts";
import { type AddressPolicy, lesser, type NamedAddress, type Namer } from "./named-address.ts";
import { isRedirect, mostRedirects, redirected, StrayRedirect } from "./redirect.ts";

/** One thing to ask a server for. */
export interface Exchange {
  readonly method: string;
  readonly at: NamedAddress;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Headers that go to the origin of `at` and to no other: a credential. */
  readonly ownHeaders?: Readonly<Record<string, string>> | undefined;
  readonly body?: Body | undefined;
  readonly expectedBytes?: number | undefined;
  /** The address that the user named, whose own host may be named by anybody. */
  readonly own: URL;
  /** Whether it may be redirected. Default true. */
  readonly isRedirected?: boolean;
}

/**
 * Asks, and follows redirects. A credential never goes to an origin that it was not given for, and what is named on the
 * way has to be fit for every server that stood on it.
 * @param send asks once; called for each address on the way
 * @throws {StrayRedirect}, {@link IdentikitError} `ADDRESS_REFUSED`, and what `send` throws
 */
export async function follow(
  exchange: Exchange,
  policy: AddressPolicy,
  send: (outgoing: Outgoing) => Promise<Incoming>,
): Promise<Incoming> {
  const { method, body, expectedBytes, own, isRedirected = true } = exchange;
  let { at } = exchange;
  let namer: Namer | undefined;
  for (let hop = 0; ; hop++) {
    const { url, by } = at;
    const secrets = url.origin === exchange.at.url.origin ? exchange.ownHeaders : undefined;
    const answer = await send({
      method,
      url,
      by,
      headers: { ...exchange.headers, ...secrets },
      body,
      expectedBytes,
    });
    namer = namer
      ? { host: answer.namer.host, clearance: lesser(namer.clearance, answer.namer.clearance) }
      : answer.namer;
    const location = answer.header("location");
    if (!isRedirect(answer.status) || location === undefined) return { ...answer, namer };
    await readWords(answer);
    const to = redirected(at, method, answer.status, location);
    if (!isRedirected) throw new StrayRedirect(`to ${to.host}`);
    if (hop === mostRedirects) throw new StrayRedirect(`over more than ${mostRedirects} redirects`);
    at = policy.admit(to, namer, own);
  }
}
