import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { sweepTemporaries, writeFileIn } from "../tree/atomic-file.ts";
import { digestOf } from "../tree/digest.ts";
import { applySyncIn } from "../tree/directory-writer.ts";
import { type RegularFile, readFileIn } from "../tree/file-reader.ts";
import type { SyncPlan } from "../tree/sync-plan.ts";
import type { ResolvedAgent } from "./agent.ts";
import { checkRendered } from "./check-rendered.ts";
import { ClientLock, clearRendererLock } from "./client-lock.ts";
import type { SharedFileName } from "./desired.ts";
import type { EnvironmentPlace } from "./environment-place.ts";
import { fillSecrets } from "./fill-secrets.ts";
import { type Ledger, type PlainRecord, readLedger, type SharedRecord, writeLedger } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import { maxFileBytes, type Observation, observeEnvironment } from "./observation.ts";
import {
  canonicalOwned,
  canonicalValues,
  type OwnedValues,
  parseShared,
  withOwnedValues,
} from "./owned-keys.ts";
import { SharedFile } from "./shared-file.ts";
import {
  compareShared,
  directoryMode,
  fileDigest,
  isPrivate,
  planFiles,
  sharedFileMode,
  skillDigest,
  skillNames,
} from "./state.ts";
import { sealedInputs, sealsOf, type Want } from "./want.ts";

/** What installing did. */
export interface Installed {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly secrets: readonly string[];
}

/** What is to become of one shared file. */
interface SharedPlan {
  readonly name: SharedFileName;
  /** What was read, and must still be there when the new bytes take its place. */
  readonly base: RegularFile | undefined;
  /** The new content; `undefined` where the file stays as it is. */
  readonly bytes: Buffer | undefined;
  readonly record: SharedRecord;
}

/** How often a file that somebody else keeps writing is planned anew. */
const attempts = 20;

/**
 * Works out what an env directory lacks, secrets opened where they are needed, and writes it. The caller holds the
 * lock of the directory.
 */
export async function install(agent: ResolvedAgent, want: Want, place: EnvironmentPlace): Promise<Installed> {
  using directory = place.root.enterOrMake(agent.name, directoryMode);
  if (directory.status().mode !== directoryMode) directory.setMode(directoryMode);
  clearRendererLock(directory);
  sweepTemporaries(directory);
  const filled = await valuesOf(agent, want, { place, directory });
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptInstall(agent, want, { place, directory, ...filled });
    } catch (caught) {
      if (!(caught instanceof MovedUnderneath) || attempt === attempts) throw caught;
    }
  }
}

/** Somebody wrote a shared file between our reading it and our putting the new one in its place. */
class MovedUnderneath extends IdentikitError {
  constructor(path: string) {
    super("LOCK_HELD", `${path} is being written by somebody else all the time`, {
      remedy: "Run again when it is left alone.",
      retry: { kind: "later" },
    });
  }
}

interface Workplace {
  readonly place: EnvironmentPlace;
  readonly directory: AnchoredDirectory;
}

interface Filled {
  /** What the owned keys of `.claude.json` should hold; `undefined` where they are known to hold it. */
  readonly client: OwnedValues | undefined;
  readonly secrets: readonly string[];
}

/** Opens the secrets, unless the ledger says that the file already holds them. */
async function valuesOf(agent: ResolvedAgent, want: Want, { place, directory }: Workplace): Promise<Filled> {
  const { values, secretNames } = want.desired.shared[".claude.json"];
  if (secretNames.length === 0) return { client: values, secrets: [] };
  const ledger = readLedger(place.ledgers, agent.name);
  const seal = sealsOf(agent, ledger?.key).reading;
  const file = readFileIn(directory, ".claude.json", maxFileBytes);
  if (ledger && seal && sealedInputs(want, seal)[".claude.json"] === ledger.shared[".claude.json"].inputs) {
    const record = ledger.shared[".claude.json"];
    const state = compareShared(".claude.json", file, record, { seal, directory: directory.path });
    if (state !== "changed") return { client: undefined, secrets: [] };
  }
  // A file that cannot be edited is told before a secret is opened for it.
  parseShared(file, join(directory.path, ".claude.json"));
  return { client: await fillSecrets(agent, values, secretNames), secrets: secretNames };
}

async function attemptInstall(
  agent: ResolvedAgent,
  want: Want,
  work: Workplace & Filled,
): Promise<Installed> {
  const { place, directory, client } = work;
  const sync = agent.sync ?? true;
  const written: string[] = [];
  const ledger = readLedger(place.ledgers, agent.name);
  let plan: EnvironmentPlan;
  {
    await using lock = client && (await ClientLock.acquire(directory));
    plan = planEnvironment(agent, want, { ...work, ledger });
    if (!isSame(plan.ledger, ledger)) writeLedger(place.ledgers, plan.ledger, { sync });
    written.push(
      ...writeShared(directory, plan.client, plan.owner, { sync, before: () => lock?.assertHeld() }),
    );
  }
  written.push(...writeShared(directory, plan.settings, plan.owner, { sync }));
  const { files, owner } = plan;
  if (files.write.length + files.remove.length > 0) {
    const { signal } = agent;
    applySyncIn(directory, files, { sync, owner, ...(signal ? { signal } : {}) });
  }
  written.push(...files.write.map((file) => file.path));
  return { written: written.sort(), removed: [...files.remove].sort(), secrets: work.secrets };
}

interface EnvironmentPlan {
  readonly owner: Observation["owner"];
  readonly client: SharedPlan;
  readonly settings: SharedPlan;
  readonly files: SyncPlan;
  readonly ledger: Ledger;
}

/** Everything is planned, and every file read and found well-formed, before the first one is replaced. */
function planEnvironment(
  agent: ResolvedAgent,
  want: Want,
  { directory, client, ledger }: Workplace & Filled & { readonly ledger: Ledger | undefined },
): EnvironmentPlan {
  const seen = observeEnvironment(directory, skillNames(want.desired, ledger));
  const seals = sealsOf(agent, ledger?.key);
  const inputs = sealedInputs(want, seals.writing);
  const context = { seen, seal: seals.writing, directory: directory.path };
  const known = client ?? knownValues(seen, directory.path);
  const plans = {
    client: planShared(".claude.json", known, inputs[".claude.json"], context),
    settings: planShared(
      "settings.json",
      want.desired.shared["settings.json"].values,
      inputs["settings.json"],
      context,
    ),
  };
  return {
    owner: seen.owner,
    ...plans,
    files: planFiles(want.desired, seen),
    ledger: {
      version: 1,
      agent: agent.name,
      key: seals.writing.keyId,
      shared: { "settings.json": plans.settings.record, ".claude.json": plans.client.record },
      prompt: plainRecord(
        want.desired.prompt?.digest ?? null,
        seen.prompt ? digestOf(seen.prompt.bytes) : null,
      ),
      skills: skillRecords(want, seen),
    },
  };
}

/** What the owned keys hold, where the ledger already said that this is what they should. */
function knownValues(seen: Observation, directory: string): OwnedValues {
  const file = parseShared(seen.shared[".claude.json"], join(directory, ".claude.json"));
  const servers = file?.value("mcpServers");
  return new Map(servers === undefined ? [] : [["mcpServers", servers]]);
}

function planShared(
  name: SharedFileName,
  values: OwnedValues,
  inputs: string,
  {
    seen,
    seal,
    directory,
  }: { readonly seen: Observation; readonly seal: LedgerSeal; readonly directory: string },
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
  const before = seal.digest(`${name} owned`, canonicalOwned(name, file));
  const digest = fileDigest(name, absent ? undefined : { bytes }, seal);
  const record = { inputs, owned, ...(before === owned ? {} : { before }), file: digest };
  return { name, base, bytes: right ? undefined : bytes, record };
}

function writeShared(
  directory: AnchoredDirectory,
  { name, base, bytes }: SharedPlan,
  owner: Observation["owner"],
  { sync, before }: { readonly sync: boolean; readonly before?: () => void },
): string[] {
  if (!bytes) return [];
  const check = () => {
    before?.();
    const now = readFileIn(directory, name, maxFileBytes);
    if (now ? !base?.bytes.equals(now.bytes) : base) throw new MovedUnderneath(join(directory.path, name));
  };
  writeFileIn(directory, name, bytes, { mode: sharedFileMode, sync, owner, check });
  return [name];
}

function plainRecord(digest: string | null, before: string | null): PlainRecord {
  return digest === before ? { digest } : { digest, before };
}

function skillRecords({ desired }: Want, seen: Observation): Ledger["skills"] {
  const records = [...seen.skills].map(([name, entries]) => ({
    name,
    ...plainRecord(desired.skills.get(name)?.digest ?? null, skillDigest(entries)),
  }));
  // One that is neither there nor to be there is forgotten.
  return records.filter(({ digest, before }) => digest !== null || typeof before === "string");
}

function isSame(a: Ledger, b: Ledger | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
