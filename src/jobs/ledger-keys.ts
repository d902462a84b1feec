import { EnvironmentPlace } from "../env/environment-place.ts";
import { LedgerKey } from "../env/ledger-key.ts";
import type { Keyring } from "../secret/keyring.ts";

type LedgerKeys = [LedgerKey, ...LedgerKey[]];

/**
 * What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
 * without secret keys, one that stands beside the ledgers.
 */
export function ledgerKeysOf(keyring: Keyring | undefined, envRoot: string): LedgerKeys {
  return derived(keyring) ?? [LedgerKey.local(envRoot)];
}

/** As {@link ledgerKeysOf} for a run that looks: where nothing was rendered yet, nothing is made. */
export function knownLedgerKeysOf(keyring: Keyring | undefined, envRoot: string): LedgerKeys {
  const keys = derived(keyring);
  if (keys) return keys;
  using place = EnvironmentPlace.find(envRoot);
  return [place ? LedgerKey.local(envRoot) : LedgerKey.fresh()];
}

function derived(keyring: Keyring | undefined): LedgerKeys | undefined {
  const keys = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
  const [first, ...others] = keys;
  return first && [first, ...others];
}
