import { LedgerKey } from "../env/ledger-key.ts";
import type { Keyring } from "../secret/keyring.ts";

/**
 * What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
 * without secret keys, one that stands beside the ledgers.
 */
export function ledgerKeysOf(keyring: Keyring | undefined, envRoot: string): [LedgerKey, ...LedgerKey[]] {
  const keys = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
  const [first, ...others] = keys;
  return first ? [first, ...others] : [LedgerKey.local(envRoot)];
}
