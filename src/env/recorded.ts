import { join } from "node:path";
import type { ResolvedAgent } from "./agent.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import type { Known } from "./ledger.ts";
import type { Observation } from "./observation.ts";
import { type OwnedValues, ownedKeys, parseShared } from "./owned-keys.ts";
import { sealedInputs, sealsOf } from "./seals.ts";
import { compareShared } from "./state.ts";
import type { Want } from "./want.ts";

/** What tells whether a file is as it was last written. */
export interface Recorded {
  readonly agent: ResolvedAgent;
  readonly want: Want;
  readonly directory: { readonly path: string };
  readonly known: Known;
}

/**
 * True where a file holds what a ledger says was written to it, and that is still what is asked for: then it is right, and no
 * secret has to be opened to say so.
 */
export function isAsRecorded(
  { agent, want, known, directory }: Recorded,
  seen: Observation,
  name: SharedFileName,
): boolean {
  return known.ledgers.some((ledger) => {
    const seal = sealsOf(agent, ledger.key).reading;
    const record = ledger.shared[name];
    if (!seal || !record || !want.desired.shared.has(name)) return false;
    if (sealedInputs(want, name, seal) !== record.inputs) return false;
    const context = { seal, directory: directory.path };
    return compareShared(name, seen.shared[name], record, context) !== "changed";
  });
}

/** What the owned keys of a file hold that is as recorded. */
export function recordedValues(
  { directory, want }: Recorded,
  seen: Observation,
  name: SharedFileName,
): OwnedValues {
  const file = parseShared(name, seen.shared[name], join(directory.path, name));
  const keys = ownedKeys(name, want.desired.shared.get(name)?.singles ?? []);
  return new Map(
    keys.flatMap((key) => {
      const value = file?.value(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
