import { rmSync } from "node:fs";
import { join } from "node:path";
import type { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { observeIn } from "../tree/directory-reader.ts";
import { applySyncIn } from "../tree/directory-writer.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { type RegularFile, readFileIn } from "../tree/file-reader.ts";
import { FileTree, type TreeFileInput } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { planSync } from "../tree/sync-plan.ts";
import type { ResolvedAgent } from "./agent.ts";
import { ClientLock } from "./client-lock.ts";
import { desiredEnvironment, sharedFileNames } from "./desired.ts";
import type { EnvironmentPlace } from "./environment-place.ts";
import { ledgerFileNames, readLedgers } from "./ledger.ts";
import { maxFileBytes, promptName } from "./observation.ts";
import { directoryMode, skillNames } from "./state.ts";

/**
 * What a render would replace in one env directory, kept in memory, since there is a secret in it: so that a
 * container which is brought back finds the files that it was started with.
 */
export class EnvironmentSnapshot {
  readonly #agent: ResolvedAgent;
  readonly #place: EnvironmentPlace;
  readonly #skills: readonly string[];
  readonly #shared: ReadonlyMap<string, RegularFile | undefined>;
  readonly #ledgers: ReadonlyMap<string, RegularFile | undefined>;
  readonly #files: FileTree;

  /** @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE` */
  constructor(agent: ResolvedAgent, place: EnvironmentPlace) {
    this.#agent = agent;
    this.#place = place;
    this.#skills = [...skillNames(desiredEnvironment(agent), readLedgers(place.ledgers, agent.name))];
    using directory = place.root.enter(agent.name);
    this.#shared = new Map(sharedFileNames.map((name) => [name, directory && readFile(directory, name)]));
    this.#ledgers = new Map(ledgerFileNames(agent.name).map((name) => [name, readFile(place.ledgers, name)]));
    const entries = directory ? this.#observe(directory) : [];
    this.#files = FileTree.of(entries.filter(isFile), `env directory of ${agent.name}`);
  }

  /**
   * Puts everything back as it was.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `LOCK_HELD`
   */
  async restore(): Promise<void> {
    const { name, sync = true } = this.#agent;
    const place = `env directory ${join(this.#agent.envRoot, name)}`;
    using _lock = await ExclusiveLock.acquire(this.#place.lockFile(name), { place });
    using directory = this.#place.root.enterOrMake(name, directoryMode);
    const { uid, gid } = directory.status();
    const options = { sync, owner: { uid, gid } };
    {
      // Whoever asks for this may be stopping: putting things back is not stopped.
      using _client = await ClientLock.acquire(directory, { clock: this.#agent.clock });
      for (const [each, file] of this.#shared) putBack(directory, each, file, options);
    }
    applySyncIn(
      directory,
      planSync(this.#files, this.#observe(directory), () => true),
      options,
    );
    for (const [each, file] of this.#ledgers) putBack(this.#place.ledgers, each, file, { sync });
  }

  /** The prompt and the skills, with their bytes. */
  #observe(directory: AnchoredDirectory): ObservedEntry[] {
    const prompt = readFile(directory, promptName);
    using skills = directory.enter("skills");
    const entries = this.#skills.flatMap((name) => {
      using skill = skills?.enter(name);
      const found = skill ? observeIn(skill, { withBytes: true }) : [];
      return found.map((entry) => ({ ...entry, path: `skills/${name}/${entry.path}` }));
    });
    return prompt ? [{ path: promptName, kind: "file", ...prompt }, ...entries] : entries;
  }
}

function readFile(directory: AnchoredDirectory, name: string): RegularFile | undefined {
  return directory.has(name) ? readFileIn(directory, name, maxFileBytes) : undefined;
}

function isFile(entry: ObservedEntry): entry is ObservedEntry & TreeFileInput {
  return entry.kind === "file" && entry.bytes !== undefined;
}

function putBack(
  directory: AnchoredDirectory,
  name: string,
  file: RegularFile | undefined,
  options: { readonly sync: boolean; readonly owner?: { readonly uid: number; readonly gid: number } },
): void {
  if (file) writeFileIn(directory, name, file.bytes, { ...options, mode: file.mode & 0o777 });
  else rmSync(directory.locate(name), { force: true });
}
