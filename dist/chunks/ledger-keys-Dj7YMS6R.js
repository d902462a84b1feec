import "./rolldown-runtime-Dl-MpCDs.js";
import { t as LedgerKey } from "./ledger-key-DspzRs5O.js";
// src/jobs/ledger-keys.ts
/**
* What ledgers are keyed with: keys that follow from the secret keys, so that a ledger can be carried to another machine;
* without secret keys, one that stands beside the ledgers.
*/
function ledgerKeysOf(keyring, envRoot) {
	let [first, ...others] = keyring?.deriveAll("ledger/v1").map(({ id, bytes }) => new LedgerKey(id, bytes)) ?? [];
	return first ? [first, ...others] : [LedgerKey.local(envRoot)];
}
export { ledgerKeysOf };
