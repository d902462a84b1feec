import { randomBytes } from "node:crypto";
import type { Keyring } from "../secret/keyring.ts";
import { EnvDirectories } from "./env-directories.ts";
import { LedgerKey } from "./ledger-key.ts";

/**
 * What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
 * without secret keys, one that stands beside the ledgers.
 * @param use `read` makes nothing where there is no env root yet: there is no ledger there to read
 */
export function ledgerKeysOf(
  keyring: Keyring | undefined,
  envRoot: string,
  use: "write" | "read",
): [LedgerKey, ...LedgerKey[]] {
  const keys = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
  const [first, ...others] = keys;
  if (first) return [first, ...others];
  using known = use === "read" ? EnvDirectories.find(envRoot) : undefined;
  return [use === "read" && !known ? new LedgerKey("none", randomBytes(32)) : LedgerKey.local(envRoot)];
}
