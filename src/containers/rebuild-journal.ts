import { z } from "zod";
import type { EnvDirectories } from "../env/env-directories.ts";
import { EnvDirectorySnapshot, type SnapshotAgent } from "../env/env-directory-snapshot.ts";
import { rebuildFileNames, removeRebuildFiles } from "../env/rebuild-files.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";

const recordSchema = z.object({
  version: z.literal(1),
  /** The name that the container has and its successor gets. */
  container: z.string(),
  /** The id of the old container. */
  id: z.string(),
  /** What the old container did. */
  was: z.enum(["running", "paused", "stopped"]),
  /**
   * How far the rebuild has come. `begun`: the env directory is as it was. `rendering`: a snapshot of it is kept.
   * `stopping`: the old container may be about to stop. `stopped`: it has, and from here on its successor may write the
   * env directory.
   */
  phase: z.enum(["begun", "rendering", "stopping", "stopped"]),
  /** The old container is being brought back, and the env directory is its own again. */
  restored: z.boolean(),
});

/** Where a rebuild stands. */
export type RebuildRecord = Readonly<Omit<z.output<typeof recordSchema>, "version">>;

const maxRecordBytes = 64 * 1024;
const maxFilesBytes = 512 * 1024 * 1024;

/**
 * What the run after a killed one needs to know of the rebuild that it finds half done, in two files beside the
 * agent's ledgers: where it stands, and the sealed snapshot of the env directory. Only who holds the rebuild's lock
 * touches them.
 */
export class RebuildJournal {
  readonly #place: EnvDirectories;
  readonly #agent: SnapshotAgent;

  constructor(place: EnvDirectories, agent: SnapshotAgent) {
    this.#place = place;
    this.#agent = agent;
  }

  /**
   * Where the rebuild stands; `undefined` where none is under way, or nobody can tell.
   * @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
   */
  read(): RebuildRecord | undefined {
    const file = readFileIn(this.#place.ledgers, this.#recordName, maxRecordBytes);
    try {
      return file && recordSchema.parse(JSON.parse(file.bytes.toString("utf8")));
    } catch {
      return undefined;
    }
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  write(written: RebuildRecord): void {
    const record = { version: 1, ...written };
    this.#put(this.#recordName, Buffer.from(`${JSON.stringify(record)}\n`));
  }

  /**
   * The env directory as it was; `undefined` where it was not kept, or does not open under the ledger keys.
   * @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
   */
  readFiles(): EnvDirectorySnapshot | undefined {
    const sealed = readFileIn(this.#place.ledgers, this.#filesName, maxFilesBytes);
    return sealed && EnvDirectorySnapshot.open(this.#agent, this.#place, sealed.bytes);
  }

  /** @throws {IdentikitError} `FILE_UNWRITABLE` */
  writeFiles(snapshot: EnvDirectorySnapshot): void {
    this.#put(this.#filesName, snapshot.seal());
  }

  /** Nothing is under way any more. */
  remove(): void {
    removeRebuildFiles(this.#place.ledgers, this.#agent.name);
  }

  get #recordName(): string {
    return rebuildFileNames(this.#agent.name).record;
  }

  get #filesName(): string {
    return rebuildFileNames(this.#agent.name).files;
  }

  /** Under one temporary name, which a killed run leaves and the next one removes: nobody else sweeps this directory. */
  #put(name: string, bytes: Uint8Array): void {
    const { sync = true } = this.#agent;
    writeFileIn(this.#place.ledgers, name, bytes, { mode: 0o600, sync, temporary: temporaryNameFor(name) });
  }
}
