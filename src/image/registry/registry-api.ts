import { IdentikitError } from "../../fault/error.ts";
import { Patience, withRetries } from "../../fault/retry.ts";
import { readWords } from "../../http/body.ts";
import type { Body, Incoming } from "../../http/message.ts";
import type { NamedAddress } from "../../http/named-address.ts";
import type { Authorizer } from "./authorizer.ts";
import type { HeaderSource } from "./docker-headers.ts";
import { refusedBy } from "./refusal.ts";
import type { RepositoryScope } from "./scope.ts";
import type { RequestKind } from "./traffic.ts";
import type { Transport } from "./transport.ts";

/** One request of the Distribution API. */
export interface ApiCall {
  readonly kind: RequestKind;
  readonly method: string;
  /** Below the registry's address, or the whole address that the registry gave for it. */
  readonly at: string | NamedAddress;
  readonly what: string;
  readonly scopes: readonly RepositoryScope[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly expectedBytes?: number;
  /** Statuses that `read` wants to see; every other one is a fault. */
  readonly expects: readonly number[];
}

/** What a registry turned out to do, so that the next blob is not asked about in vain. */
export interface RegistryHabits {
  /** It has mounted a blob: then a mount that starts an upload also says that the blob is not there. */
  mounts: "unknown" | "yes" | "no";
  /** It has lists of referrers; else they are kept under tags. */
  referrers: "unknown" | "yes" | "no";
}

export interface RegistryApiOptions {
  readonly transport: Transport;
  readonly authorizer: Authorizer;
  readonly endpoint: URL;
  /** The registry as the user wrote it. */
  readonly host: string;
  /** What else each request to the registry carries. */
  readonly headers: HeaderSource;
}

/** One registry's API: every request carries what the registry wants to see, and what it refuses is a fault. */
export class RegistryApi {
  readonly host: string;
  readonly habits: RegistryHabits = { mounts: "unknown", referrers: "unknown" };
  readonly #options: RegistryApiOptions;

  constructor(options: RegistryApiOptions) {
    this.#options = options;
    this.host = options.host;
  }

  get signal(): AbortSignal {
    return this.#options.transport.signal;
  }

  announce(scope: RepositoryScope): void {
    this.#options.authorizer.announce(scope);
  }

  /** Opens a request and reads its answer, both tried again while that can help. */
  async call<T>(call: ApiCall, read: (incoming: Incoming) => Promise<T>, tries?: number): Promise<T> {
    const retry = { ...this.#options.transport.retry, ...(tries === undefined ? {} : { tries }) };
    return await withRetries(async () => read(await this.open(call)), retry);
  }

  /** For work that can get on between two failures, and so is not one {@link call}. */
  patience(): Patience {
    return new Patience(this.#options.transport.retry);
  }

  /**
   * An address that an answer of the registry gave for going on. Registries behind a proxy that ends TLS often give their
   * own address in plain HTTP: that is read as the address they were reached at, since a credential would be lost, or
   * seen, on the other.
   * @throws {IdentikitError} `REGISTRY_REFUSED` for an address that cannot be used, `ADDRESS_REFUSED`
   */
  named(given: string, incoming: Incoming): NamedAddress {
    const { endpoint, transport } = this.#options;
    return transport.policy.admit(addressOf(given, incoming, endpoint), incoming.namer, endpoint);
  }

  /**
   * Sends a request, and again with a credential where the registry asks for one; gives the answer as soon as its
   * headers are there.
   * @throws {IdentikitError} `REGISTRY_DENIED`, `REGISTRY_REFUSED` for a status that is not expected, the faults of
   * the transport
   */
  async open(call: ApiCall): Promise<Incoming> {
    const { transport, authorizer, endpoint } = this.#options;
    const { at: where, scopes, expects, ...request } = call;
    const at = typeof where === "string" ? { url: new URL(where, endpoint), by: undefined } : where;
    const isOwn = at.url.origin === endpoint.origin;
    const given = isOwn ? await this.#options.headers({ host: this.host, signal: this.signal }) : {};
    for (let refusals = 1; ; refusals++) {
      const header = isOwn ? await authorizer.header(scopes) : undefined;
      const ownHeaders = { ...given, ...(header === undefined ? {} : { authorization: header }) };
      const incoming = await transport.open({ ...request, at, own: endpoint, ownHeaders });
      if (expects.includes(incoming.status)) return incoming;
      const body = await readWords(incoming);
      const asks = incoming.status === 401 && incoming.url.origin === endpoint.origin;
      const refused = { challenge: incoming.header("www-authenticate"), namer: incoming.namer };
      if (asks && (await authorizer.refused(refused, scopes, { header, refusals }))) continue;
      const hadCredential = isOwn && (await authorizer.hasCredential());
      throw refusedBy({ registry: this.host, what: call.what, status: incoming.status, body, hadCredential });
    }
  }
}

function addressOf(given: string, incoming: Incoming, endpoint: URL): URL {
  const url = URL.parse(given, incoming.url.href);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new IdentikitError(
      "REGISTRY_REFUSED",
      `${endpoint.host} gives an address that is no http(s) address`,
      {
        remedy: "Check the registry's own external address in its configuration.",
      },
    );
  }
  url.username = "";
  url.password = "";
  if (endpoint.protocol === "https:" && url.protocol === "http:") {
    if (url.hostname === endpoint.hostname) return new URL(`${url.pathname}${url.search}`, endpoint);
    throw new IdentikitError(
      "REGISTRY_REFUSED",
      `${endpoint.host} leads from TLS to plain HTTP at ${url.host}`,
      {
        remedy: "Check the registry's own external address in its configuration.",
      },
    );
  }
  return url;
}
