import { EnvironmentPlace, LedgerKey } from "./env.js";
import { randomBytes } from "node:crypto";
// src/jobs/ledger-keys.ts
/**
* What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
* without secret keys, one that stands beside the ledgers.
* @param use `read` makes nothing where there is no env root yet: there is no ledger there to read
*/
function ledgerKeysOf(keyring, envRoot, use) {
	const [first, ...others] = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
	if (first) return [first, ...others];
	using known = use === "read" ? EnvironmentPlace.find(envRoot) : void 0;
	return [use === "read" && !known ? new LedgerKey("none", randomBytes(32)) : LedgerKey.local(envRoot)];
}
export { ledgerKeysOf };
