import { createHmac, randomBytes } from "node:crypto";
import type { Keyring } from "./keyring.ts";
import type { SealedSecret } from "./sealed-secret.ts";
import { isSecretName, secretVariablePrefix } from "./secret-name.ts";

/** One place that secrets come from. */
export interface SecretProvider {
  /** The secret as it is now, unopened; `undefined` where this place has none. */
  find(name: string): Promise<FoundSecret | LockedSecret | undefined>;
}

/** A secret that is there, sealed under a key that is not. */
export interface LockedSecret {
  readonly lockedUnder: string;
  /** The ids of the keys that are here. */
  readonly keysHere: readonly string[];
}

export interface FoundSecret {
  /** Equal for equal values only, and says nothing of the value. */
  readonly fingerprint: string;
  /** @throws {IdentikitError} `SECRET_UNREADABLE` */
  open(): string;
}

/** Sealed secrets, from wherever they are stored, with the keyring that opens them. */
export class SealedProvider implements SecretProvider {
  readonly #load: (name: string) => Promise<SealedSecret | undefined>;
  readonly #keyring: Keyring | undefined;

  /** @param keyring left out in a job that has no key: then this place only says that it cannot open */
  constructor(load: (name: string) => Promise<SealedSecret | undefined>, keyring: Keyring | undefined) {
    this.#load = load;
    this.#keyring = keyring;
  }

  async find(name: string): Promise<FoundSecret | LockedSecret | undefined> {
    const sealed = await this.#load(name);
    if (!sealed) return undefined;
    const keyring = this.#keyring;
    if (!keyring?.has(sealed.keyId)) return { lockedUnder: sealed.keyId, keysHere: keyring?.ids ?? [] };
    return { fingerprint: `${name}/${sealed.version}`, open: () => keyring.open(sealed) };
  }
}

/**
 * Secrets from a job's environment, only under `IDENTIKIT_SECRET_<NAME>`: a config row can never pull the job's
 * own tokens, nor the keys.
 */
export class EnvironmentProvider implements SecretProvider {
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #fingerprintKey: Uint8Array;

  /**
   * @param fingerprintKey keeps fingerprints the same from run to run; without it they are good for this run only
   */
  constructor(
    env: Readonly<Record<string, string | undefined>>,
    fingerprintKey: Uint8Array = randomBytes(32),
  ) {
    this.#env = env;
    this.#fingerprintKey = fingerprintKey;
  }

  async find(name: string): Promise<FoundSecret | undefined> {
    const variable = secretVariablePrefix + name;
    const value = isSecretName(name) && Object.hasOwn(this.#env, variable) ? this.#env[variable] : undefined;
    if (value === undefined || value === "") return undefined;
    const mac = createHmac("sha256", this.#fingerprintKey).update(`${name}\0${value}`).digest("hex");
    return { fingerprint: `${name}/environment/${mac}`, open: () => value };
  }
}

/** What another place has, each secret as it was when it was first asked for. */
export class RememberingProvider implements SecretProvider {
  readonly #inner: SecretProvider;
  readonly #found = new Map<string, ReturnType<SecretProvider["find"]>>();

  constructor(inner: SecretProvider) {
    this.#inner = inner;
  }

  find(name: string): ReturnType<SecretProvider["find"]> {
    let found = this.#found.get(name);
    if (!found) {
      found = this.#inner
        .find(name)
        .then((secret) => (secret && "open" in secret ? rememberValue(secret) : secret));
      this.#found.set(name, found);
    }
    return found;
  }
}

function rememberValue({ fingerprint, open }: FoundSecret): FoundSecret {
  let value: string | undefined;
  return {
    fingerprint,
    open: () => {
      value ??= open();
      return value;
    },
  };
}
