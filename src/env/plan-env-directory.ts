import { join } from "node:path";
import type { RegularFile } from "../tree/file-reader.ts";
import type { SyncPlan } from "../tree/sync-plan.ts";
import { checkRendered } from "./check-rendered.ts";
import type { SharedFileName } from "./desired.ts";
import { entryNames, type ForeignEntry, foreignEntries, type Replacing } from "./kept-entries.ts";
import type { Ledger, SharedRecord } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import type { Observation } from "./observation.ts";
import { canonicalValues, type OwnedValues, parseShared, withOwnedValues } from "./owned-keys.ts";
import { SharedFile } from "./shared-file.ts";
import { fileDigest, isPrivate, planFiles } from "./state.ts";
import { sealedInputs, type Want } from "./want.ts";

/** What is to become of one shared file. */
export interface SharedPlan {
  readonly name: SharedFileName;
  /** What was read, and must still be there when the new bytes take its place. */
  readonly base: RegularFile | undefined;
  /** The new content; `undefined` where the file stays as it is. */
  readonly bytes: Buffer | undefined;
  readonly replacing: Replacing;
  readonly record: SharedRecord;
}

/** The steps that bring an env directory to what it should be, and the ledger that will then be true. */
export interface EnvDirectoryPlan {
  readonly client: SharedPlan;
  readonly settings: SharedPlan;
  readonly files: SyncPlan;
  /** What somebody else put under an owned key, and this takes away. */
  readonly foreign: readonly ForeignEntry[];
  readonly ledger: Ledger;
}

export interface PlanContext {
  readonly agent: string;
  readonly seen: Observation;
  /** What is known of earlier renders. */
  readonly ledgers: readonly Ledger[];
  /** What the owned keys of `.claude.json` should hold, secrets filled in. */
  readonly clientValues: OwnedValues;
  readonly seal: LedgerSeal;
  /** The env directory's path, for messages. */
  readonly directory: string;
}

/**
 * Plans all of it before the first file is replaced. Purely: nothing is read or written.
 * @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`
 */
export function planEnvDirectory(want: Want, context: PlanContext): EnvDirectoryPlan {
  const { agent, seen, clientValues, seal } = context;
  const { desired } = want;
  const inputs = sealedInputs(want, seal);
  const client = planShared(".claude.json", clientValues, inputs[".claude.json"], context);
  const settingsValues = desired.shared["settings.json"].values;
  const settings = planShared("settings.json", settingsValues, inputs["settings.json"], context);
  const foreign = foreignEntries(
    { ".claude.json": client.replacing, "settings.json": settings.replacing },
    context.ledgers,
  );
  const ledger: Ledger = {
    version: 1,
    agent,
    key: seal.keyId,
    shared: { "settings.json": settings.record, ".claude.json": client.record },
    prompt: desired.prompt?.digest ?? null,
    skills: [...desired.skills].map(([name, { digest }]) => ({ name, digest })),
    ...(foreign.length > 0 ? { kept: true } : {}),
  };
  return { client, settings, files: planFiles(desired, seen), foreign, ledger };
}

function planShared(
  name: SharedFileName,
  values: OwnedValues,
  inputs: string,
  { seen, seal, directory }: PlanContext,
): SharedPlan {
  const path = join(directory, name);
  const base = seen.shared[name];
  const file = parseShared(base, path);
  const next = withOwnedValues(name, file ?? SharedFile.empty(), values);
  const bytes = next.bytes();
  const absent = !base && values.size === 0;
  const right = absent || (base !== undefined && isPrivate(base, seen) && bytes.equals(base.bytes));
  if (!right) checkRendered(name, next, path);
  const owned = seal.digest(`${name} owned`, canonicalValues(name, values));
  const digest = fileDigest(name, absent ? undefined : { bytes }, seal);
  const record = { inputs, owned, file: digest, names: entryNames(name, values) };
  return { name, base, bytes: right ? undefined : bytes, replacing: { file, values }, record };
}
