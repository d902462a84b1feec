import { existsSync } from "node:fs";
import { join } from "node:path";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { configFile } from "./contents/prompt-files.ts";
import { readLedger } from "./delivery-ledger.ts";
import { stateDirectory } from "./delivery-place.ts";
import { ledgerName } from "./materialize.ts";

/** What a data volume holds for an agent to start with. */
export type VolumeIdentity =
  /** `template` is what delivered it, where Identikit did. */
  | { readonly kind: "whole"; readonly template: string | undefined; readonly commit: string | null }
  | { readonly kind: "none"; readonly reason: string };

const maxConfigBytes = 1024 * 1024;

/**
 * Whether an agent can start with what is on a volume: a `config.yaml` with content, and no delivery that was cut off.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for a ledger that was tampered with; `PATH_LINKED`, `ENTRY_TYPE`, `FILE_UNREADABLE`
 */
export function volumeIdentity(volume: string): VolumeIdentity {
  if (!existsSync(volume)) return { kind: "none", reason: `there is no volume at ${volume}` };
  using directory = AnchoredDirectory.open(volume);
  const config = readFileIn(directory, configFile, maxConfigBytes);
  if (config === undefined || config.bytes.length === 0)
    return { kind: "none", reason: `${volume} has no ${configFile} with content` };
  if (!existsSync(join(volume, stateDirectory))) return { kind: "whole", template: undefined, commit: null };
  using state = directory.enter(stateDirectory);
  const ledger = state && readLedger(state, ledgerName);
  if (!ledger) return { kind: "whole", template: undefined, commit: null };
  if (!ledger.complete) return { kind: "none", reason: `the last delivery to ${volume} was cut off` };
  return { kind: "whole", template: ledger.template, commit: ledger.commit };
}
