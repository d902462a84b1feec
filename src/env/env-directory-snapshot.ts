import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { type AtomicWriteOptions, writeFileIn } from "../tree/atomic-file.ts";
import { digestOf as treeDigestOf } from "../tree/digest.ts";
import { observeIn } from "../tree/directory-reader.ts";
import { applyPlan } from "../tree/directory-writer.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { planSync } from "../tree/sync-plan.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";
import type { ResolvedAgent } from "./agent.ts";
import { ClientLock } from "./client-lock.ts";
import { type SharedFileName, sharedFileNames, sharedFiles } from "./clients/shared-files.ts";
import { desiredEnvDirectory } from "./desired.ts";
import type { EnvDirectories } from "./env-directories.ts";
import { ledgerFileNames, readLedgers } from "./ledger.ts";
import { maxFileBytes, readFileBelow } from "./observation.ts";
import { ownedKeys, withOwnedValues } from "./owned-keys.ts";
import { type KeptFile, openSnapshot, type SnapshotContent, sealSnapshot } from "./snapshot-seal.ts";
import { directoryMode, watchedIn } from "./state.ts";

/** What putting an env directory back needs to know of its agent. */
export type SnapshotAgent = Pick<ResolvedAgent, "name" | "envRoot" | "ledgerKeys" | "clock" | "sync">;

/**
 * What a render would replace in one env directory, so that a container which comes back finds the files that it was
 * started with. There are secrets in it: it is in memory, or sealed.
 */
export class EnvDirectorySnapshot {
  readonly #agent: SnapshotAgent;
  readonly #place: EnvDirectories;
  #content: SnapshotContent;

  private constructor(agent: SnapshotAgent, place: EnvDirectories, content: SnapshotContent) {
    this.#agent = agent;
    this.#place = place;
    this.#content = content;
  }

  /** @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`, `LOCK_HELD` */
  static async take(agent: ResolvedAgent, place: EnvDirectories): Promise<EnvDirectorySnapshot> {
    using _lock = await lockOf(agent, place, agent.signal);
    const known = readLedgers(place.ledgers, agent.name);
    const desired = desiredEnvDirectory(agent);
    const watched = watchedIn(desired, known);
    const [skills, singles] = [[...watched.skills], [...watched.files]];
    const keys = Object.fromEntries(
      watched.shared.map((name) => {
        const written = known.ledgers.flatMap((ledger) => ledger.shared[name]?.keys ?? []);
        return [name, [...(desired.shared.get(name)?.singles ?? []), ...written]];
      }),
    );
    using directory = place.root.enter(agent.name);
    const shared = keep(watched.shared, (name) => directory && readFile(directory, name));
    const ledgers = keep(ledgerFileNames(agent.name), (name) => readFile(place.ledgers, name));
    const files = directory
      ? observe(directory, { skills, singles }).flatMap(({ path, mode, bytes }) =>
          bytes ? [{ path, mode, bytes: Buffer.from(bytes) }] : [],
        )
      : [];
    const content = { skills, singles, keys, shared, ledgers, files, rendered: undefined };
    return new EnvDirectorySnapshot(agent, place, content);
  }

  /**
   * The snapshot that was sealed; `undefined` for one that does not open under the agent's ledger keys.
   * @param sealed what {@link seal} gave
   */
  static open(
    agent: SnapshotAgent,
    place: EnvDirectories,
    sealed: Uint8Array,
  ): EnvDirectorySnapshot | undefined {
    const content = openSnapshot(agent.name, agent.ledgerKeys, sealed);
    return content && new EnvDirectorySnapshot(agent, place, content);
  }

  /** The whole of it, sealed under the agent's ledger key. */
  seal(): Buffer {
    return sealSnapshot(this.#agent.name, this.#agent.ledgerKeys[0], this.#content);
  }

  /** Notes what the render left, so that what others write after it can be told from it. */
  noteRendered(): void {
    using directory = this.#place.root.enter(this.#agent.name);
    const shared = Object.fromEntries(
      this.#sharedNames.map((name) => [name, directory && digestOf(readFile(directory, name))]),
    );
    this.#content = { ...this.#content, rendered: { ledger: this.#ledgerNow(), shared } };
  }

  /**
   * Takes in what the agent's client has written since: a shared file is put back with that, and with the owned keys
   * that it had. For the time up to which no other client could write.
   */
  refresh(): void {
    using directory = this.#place.root.enter(this.#agent.name);
    if (!directory) return;
    const { shared, keys = {}, rendered } = this.#content;
    const refreshed = this.#sharedNames.map((name) => {
      const before = shared[name];
      const now = readFile(directory, name);
      const isOurs = rendered !== undefined && rendered.shared[name] === digestOf(now);
      return [
        name,
        isOurs || !now ? before : withOldKeys(name, { now, before, keys: keys[name] ?? [] }),
      ] as const;
    });
    this.#content = { ...this.#content, shared: Object.fromEntries(refreshed) };
  }

  /**
   * Puts everything back as it was, unless somebody has rendered something else since: then that is newer, and stays.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
   */
  async restore(): Promise<void> {
    const { name, sync = true } = this.#agent;
    // Whoever asks for this may be stopping: putting things back is not stopped.
    using _lock = await lockOf(this.#agent, this.#place);
    if (this.#isOvertaken()) return;
    using directory = this.#place.root.enterOrMake(name, directoryMode);
    const { uid, gid } = directory.status();
    const options = { sync, owner: { uid, gid } };
    const { shared, files, skills, singles = ["system-prompt.md"], ledgers } = this.#content;
    {
      using _client = await ClientLock.acquire(directory, { clock: this.#agent.clock });
      for (const each of this.#sharedNames) putBack(directory, each, shared[each], options);
    }
    const tree = FileTree.of(files, `env directory of ${name}`);
    await applyPlan(
      directory,
      planSync(tree, observe(directory, { skills, singles }), () => true),
      options,
    );
    for (const each of ledgerFileNames(name)) {
      // One temporary name: nobody sweeps the ledgers' directory, and whoever writes the file next removes it.
      const temporary = temporaryNameFor(each);
      rmSync(this.#place.ledgers.locate(temporary), { force: true });
      putBack(this.#place.ledgers, each, ledgers[each], { sync, temporary });
    }
  }

  get #sharedNames(): SharedFileName[] {
    return sharedFileNames.filter((name) => name in (this.#content.keys ?? this.#content.shared));
  }

  #isOvertaken(): boolean {
    const rendered = this.#content.rendered;
    return rendered !== undefined && rendered.ledger !== this.#ledgerNow();
  }

  /** What was rendered last. The digests of whole files, which follow what others write into them, are left out. */
  #ledgerNow(): string {
    const [ledger] = readLedgers(this.#place.ledgers, this.#agent.name).ledgers;
    if (!ledger) return "";
    const shared = sharedFileNames.flatMap((name) => {
      const record = ledger.shared[name];
      return record ? [[record.inputs, record.owned]] : [];
    });
    const { key, prompt, skills, files } = ledger;
    return JSON.stringify([key, shared, prompt, skills, ...(files ? [files] : [])]);
  }
}

function lockOf(
  { name, envRoot }: SnapshotAgent,
  place: EnvDirectories,
  signal?: AbortSignal,
): Promise<ExclusiveLock> {
  const options = { place: `env directory ${join(envRoot, name)}`, ...(signal ? { signal } : {}) };
  return ExclusiveLock.acquire(place.lockFile(name), options);
}

/** A shared file as it is now, but for the owned keys, which are as they were. */
function withOldKeys(
  name: SharedFileName,
  {
    now,
    before,
    keys,
  }: {
    readonly now: KeptFile;
    readonly before: KeptFile | undefined;
    readonly keys: readonly string[];
  },
): KeptFile | undefined {
  try {
    const { parse } = sharedFiles[name];
    const old = before && parse(before.bytes, name);
    const owned = ownedKeys(name, keys);
    const values = new Map(owned.map((key) => [key, old?.value(key)]));
    const bytes = withOwnedValues(owned, parse(now.bytes, name), values).bytes();
    const isNothing = !before && ["", "{}"].includes(bytes.toString("utf8").replace(/\s/g, ""));
    return isNothing ? undefined : { bytes, mode: (before ?? now).mode };
  } catch {
    // Somebody is in the middle of it, or broke it: the file that was whole is put back.
    return before;
  }
}

/** The single files and the skills, with their bytes. */
function observe(
  directory: AnchoredDirectory,
  of: { readonly skills: readonly string[]; readonly singles: readonly string[] },
): ObservedEntry[] {
  const singles = of.singles.flatMap((path): ObservedEntry[] => {
    const file = readFileBelow(directory, path.split("/"), []);
    return file ? [{ path, kind: "file", digest: treeDigestOf(file.bytes), ...file }] : [];
  });
  using skills = directory.enter("skills");
  const entries = of.skills.flatMap((name) => {
    using skill = skills?.enter(name);
    const found = skill ? observeIn(skill, { withBytes: true }) : [];
    return found.map((entry) => ({ ...entry, path: `skills/${name}/${entry.path}` }));
  });
  return [...singles, ...entries];
}

function keep(
  names: readonly string[],
  read: (name: string) => KeptFile | undefined,
): Record<string, KeptFile | undefined> {
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

function readFile(directory: AnchoredDirectory, name: string): KeptFile | undefined {
  return directory.has(name) ? readFileIn(directory, name, maxFileBytes) : undefined;
}

function digestOf(file: KeptFile | undefined): string {
  return file ? createHash("sha256").update(file.bytes).digest("base64url") : "";
}

function putBack(
  directory: AnchoredDirectory,
  name: string,
  file: KeptFile | undefined,
  options: AtomicWriteOptions,
): void {
  if (file) writeFileIn(directory, name, file.bytes, { ...options, mode: file.mode & 0o777 });
  else rmSync(directory.locate(name), { force: true });
}
