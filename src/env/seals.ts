import type { SharedFileName } from "./clients/shared-files.ts";
import { LedgerSeal, type SealKey } from "./ledger-key.ts";
import type { Want } from "./want.ts";

/** What a seal makes of the inputs of a file, as it stands in a ledger. */
export function sealedInputs(
  { inputs }: Pick<Want, "inputs">,
  name: SharedFileName,
  seal: LedgerSeal,
): string {
  return seal.digest(`${name} inputs`, inputs.get(name) ?? "");
}

/** An agent by name, with the keys of its ledgers. */
export interface SealedAgent {
  readonly name: string;
  readonly ledgerKeys: readonly [SealKey, ...SealKey[]];
}

/** The seal under which an agent's ledger is written now, and the one that reads the ledger that is there. */
export function sealsOf(
  agent: SealedAgent,
  keyId: string | undefined,
): { writing: LedgerSeal; reading: LedgerSeal | undefined } {
  const [first] = agent.ledgerKeys;
  const old = agent.ledgerKeys.find((key) => key.id === keyId);
  return { writing: new LedgerSeal(first, agent.name), reading: old && new LedgerSeal(old, agent.name) };
}
