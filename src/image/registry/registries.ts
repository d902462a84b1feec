import { setMaxListeners } from "node:events";
import type { LookupFunction } from "node:net";
import { IdentikitError } from "../../fault/error.ts";
import { Slots } from "../../fault/slots.ts";
import { HttpClient } from "../../http/http-client.ts";
import { AddressPolicy } from "../../http/named-address.ts";
import type { Clock } from "../../runtime/clock.ts";
import { Authorizer } from "./authorizer.ts";
import type { CredentialSource } from "./credential.ts";
import { type HeaderSource, noHeaders } from "./docker-headers.ts";
import { endpointOf } from "./endpoint.ts";
import { RegistryApi } from "./registry-api.ts";
import { RegistryStore } from "./registry-store.ts";
import type { Access } from "./scope.ts";
import type { RequestRecord, TransferProgress } from "./traffic.ts";
import { Transport } from "./transport.ts";

export interface RegistryOptions {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Registries that are spoken to in plain HTTP; those of this machine are anyway. */
  readonly insecure?: readonly string[];
  /** What else each request to a registry carries; left out, nothing. */
  readonly headers?: HeaderSource | undefined;
  /** Hosts (`HOST` or `HOST:PORT`) inside a network that any registry may lead to. */
  readonly allowPrivateHosts?: readonly string[] | undefined;
  /** How long a request is tried; left out, the default of `fault/retry.ts`. */
  readonly patienceMs?: number | undefined;
  /** How names become addresses; left out, as the system does it. */
  readonly lookup?: LookupFunction | undefined;
  /** Blobs that move at a time, and connections to one registry. Default 6. */
  readonly concurrency?: number;
  /** Variables that may name a proxy (`HTTPS_PROXY`, `NO_PROXY` …). */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onRequest?: (record: RequestRecord) => void;
  readonly onProgress?: (progress: TransferProgress) => void;
}

/** A repository of a registry, and what is to be done there. */
export interface RepositoryPlace {
  /** As in a reference: `ghcr.io`, `localhost:5000`, `docker.io`. */
  readonly host: string;
  readonly repository: string;
  /** Default `pull`. */
  readonly access?: Access;
}

const defaultConcurrency = 6;

/**
 * The registries that one run talks to. Repositories of the same registry share connections and tokens: open all of
 * them before the first request, and one token is asked for all.
 */
export class Registries implements Disposable {
  readonly #options: RegistryOptions;
  readonly #transport: Transport;
  readonly #client: HttpClient;
  readonly #slots: Slots;
  readonly #apis = new Map<string, RegistryApi>();

  constructor(options: RegistryOptions) {
    const { clock, signal, env, lookup, patienceMs, concurrency = defaultConcurrency } = options;
    setMaxListeners(0, signal); // every request in flight listens
    this.#options = options;
    this.#slots = new Slots(concurrency);
    this.#client = new HttpClient({ connections: concurrency, env, lookup });
    this.#transport = new Transport({
      client: this.#client,
      policy: new AddressPolicy(options.allowPrivateHosts),
      clock,
      signal,
      patienceMs,
      onRequest: options.onRequest ?? ignore,
    });
  }

  /**
   * Opens a repository; nothing is asked of the registry yet.
   * @throws {IdentikitError} `REFERENCE_INVALID`
   */
  open({ host, repository, access = "pull" }: RepositoryPlace): RegistryStore {
    return this.#store(host, repository, access, ignore);
  }

  /** {@link open}, for the only store of a run: closing it closes the connections. */
  openOnly({ host, repository, access = "pull" }: RepositoryPlace): RegistryStore {
    return this.#store(host, repository, access, () => this[Symbol.dispose]());
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }

  #store(host: string, repository: string, access: Access, close: () => void): RegistryStore {
    checkRepository(repository);
    const api = this.#api(host);
    api.announce({ repository, access });
    const onProgress = this.#options.onProgress ?? ignore;
    return new RegistryStore({ api, repository, onProgress, expected: [], slots: this.#slots, close });
  }

  #api(host: string): RegistryApi {
    const known = this.#apis.get(host);
    if (known) return known;
    const { credentials, headers = noHeaders, insecure = [] } = this.#options;
    const endpoint = endpointOf(host, insecure.includes(host) || undefined);
    const transport = this.#transport;
    const authorizer = new Authorizer({ transport, host, endpoint, credentials, headers, insecure });
    const api = new RegistryApi({ transport, authorizer, endpoint, host, headers });
    this.#apis.set(host, api);
    return api;
  }
}

/** One repository with connections of its own; closing it closes them. See {@link Registries} for more than one. */
export function openRegistry(options: RegistryOptions & RepositoryPlace): RegistryStore {
  return new Registries(options).openOnly(options);
}

const ignore = (): void => {};

/** The Distribution specification's grammar of a name; anything else could lead to another path of the API. */
function checkRepository(repository: string): void {
  const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  if (repository.length <= 255 && new RegExp(`^${part}(?:/${part})*$`).test(repository)) return;
  throw new IdentikitError(
    "REFERENCE_INVALID",
    "a repository's name has a form that registries do not take",
    {
      remedy: "Use lower-case letters, digits, and `.`, `_`, `-` between them; `/` between the parts.",
    },
  );
}
