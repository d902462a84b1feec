import { join } from "node:path";
import type { RegularFile } from "../tree/file-reader.ts";
import type { SyncPlan } from "../tree/sync-plan.ts";
import { checkRendered } from "./check-rendered.ts";
import { lockedFile } from "./client-lock.ts";
import { type SharedFileName, sharedFiles } from "./clients/shared-files.ts";
import { nothingDesired } from "./desired.ts";
import { entryNames, type ForeignEntry, foreignEntries, type Replacing } from "./kept-entries.ts";
import type { Ledger, SharedRecord } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import type { Observation } from "./observation.ts";
import { canonicalValues, type OwnedValues, ownedKeys, parseShared, withOwnedValues } from "./owned-keys.ts";
import { sealedInputs } from "./seals.ts";
import { fileDigest, isPrivate, planFiles, watchedIn } from "./state.ts";
import type { Want } from "./want.ts";

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
  /** In the order in which they take their places: the client's locked file first. */
  readonly shared: readonly SharedPlan[];
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
  /** What the owned keys of each file should hold, secrets filled in. */
  readonly values: ReadonlyMap<SharedFileName, OwnedValues>;
  readonly seal: LedgerSeal;
  /** The env directory's path, for messages. */
  readonly directory: string;
}

/**
 * Plans all of it before the first file is replaced. Purely: nothing is read or written.
 * @throws {IdentikitError} `ENV_FILE_INVALID`, `RENDER_REFUSED`
 */
export function planEnvDirectory(want: Want, context: PlanContext): EnvDirectoryPlan {
  const { agent, seen, seal, ledgers } = context;
  const { desired } = want;
  const names = watchedIn(desired, { ledgers }).shared;
  const shared = [...names]
    .sort((a, b) => Number(b === lockedFile) - Number(a === lockedFile))
    .map((name) => planShared(name, want, context));
  const inOrder = names.flatMap((name) => shared.filter((each) => each.name === name));
  const foreign = foreignEntries(
    inOrder.map(({ replacing }) => replacing),
    ledgers,
  );
  const records = desired.client.sharedFiles.map((name) => {
    const plan = shared.find((each) => each.name === name);
    return [name, plan?.record] as const;
  });
  const prompt = desired.files.get(claudePrompt);
  const files = [...desired.files].filter(([path]) => path !== claudePrompt);
  const ledger: Ledger = {
    version: 1,
    agent,
    key: seal.keyId,
    shared: Object.fromEntries(records),
    prompt: prompt?.digest ?? null,
    ...(files.length > 0 ? { files: files.map(([path, { digest }]) => ({ path, digest })) } : {}),
    skills: [...desired.skills].map(([name, { digest }]) => ({ name, digest })),
    ...(foreign.length > 0 ? { kept: true } : {}),
  };
  return { shared, files: planFiles(desired, seen), foreign, ledger };
}

/** The file of a ledger's `prompt`, which ledgers of all releases know. */
const claudePrompt = "system-prompt.md";

function planShared(name: SharedFileName, want: Want, context: PlanContext): SharedPlan {
  const { seen, seal, directory, ledgers } = context;
  const values: OwnedValues = context.values.get(name) ?? new Map();
  const { singles } = want.desired.shared.get(name) ?? nothingDesired;
  const written = ledgers.flatMap(({ shared }) => shared[name]?.keys ?? []);
  const keys = ownedKeys(name, singles, written);
  const path = join(directory, name);
  const base = seen.shared[name];
  const file = parseShared(name, base, path);
  const next = withOwnedValues(keys, file ?? sharedFiles[name].empty(), values);
  const bytes = next.bytes();
  const absent = !base && values.size === 0;
  const right = absent || (base !== undefined && isPrivate(base, seen) && bytes.equals(base.bytes));
  if (!right) checkRendered(name, next, { path, keys });
  const owned = seal.digest(`${name} owned`, canonicalValues(ownedKeys(name, singles), values));
  const digest = fileDigest(name, absent ? undefined : { bytes }, seal);
  const record = {
    inputs: sealedInputs(want, name, seal),
    owned,
    file: digest,
    names: entryNames(name, values),
    ...(singles.length > 0 ? { keys: [...singles] } : {}),
  };
  return { name, base, bytes: right ? undefined : bytes, replacing: { name, file, values }, record };
}
