import { lstatSync, lutimesSync } from "node:fs";
import { z } from "zod";
import { writeFileIn } from "../tree/atomic-file.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { EnvDirectories } from "./env-directories.ts";
import type { Moment } from "./glimpse.ts";

const indexName = "stat-index";
const maxIndexBytes = 64 * 1024 * 1024;

const indexSchema = z.object({ version: z.literal(1), agents: z.record(z.string(), z.string()) });

/**
 * Which env directories were read, file by file, and found right, with the status that every path of theirs had then: device, inode,
 * mode, links, owner, size, mtime and ctime. While all of these and the config are the same, the directory need not be read again.
 *
 * As in git's index, an entry that is racy is not kept: a change within the same tick of the file system's clock would leave the
 * ctime as it is. So a directory is noted only where each of its times is before the index was opened, by the same clock.
 */
export class SettledIndex {
  readonly #envRoot: string;
  readonly #known: ReadonlyMap<string, string>;
  readonly #noted = new Map<string, string>();
  /** When it was opened: before anything was read. */
  readonly opened: Moment;

  private constructor(envRoot: string, known: ReadonlyMap<string, string>, opened: Moment) {
    this.#envRoot = envRoot;
    this.#known = known;
    this.opened = opened;
  }

  /**
   * Reads the index of an env root, and takes the time. One that cannot be understood is as good as none.
   * @throws {IdentikitError} `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
   */
  static open(envRoot: string): SettledIndex {
    using place = EnvDirectories.make(envRoot);
    const known = readIndex(place);
    if (!known) write(place, new Map());
    const at = place.ledgers.locate(indexName);
    // Whatever time a file is given, its ctime is that of the call.
    lutimesSync(at, 0, 0);
    const { dev: device, ctimeNs: ns } = lstatSync(at, { bigint: true });
    return new SettledIndex(envRoot, known ?? new Map(), { device, ns });
  }

  /** Under which digest of its {@link Glimpse} an agent's env directory was read and found right. */
  digestOf(agent: string): string | undefined {
    return this.#known.get(agent);
  }

  /** Notes an env directory that was read after a glimpse with this digest, and found right. */
  note(agent: string, digest: string): void {
    this.#noted.set(agent, digest);
  }

  /** Keeps what was noted, beside what other runs have noted meanwhile. */
  async write(): Promise<void> {
    if (this.#noted.size === 0) return;
    using place = EnvDirectories.make(this.#envRoot);
    const lock = { place: `stat index of ${this.#envRoot}` };
    using _lock = await ExclusiveLock.acquire(place.lockFile(indexName), lock);
    write(place, new Map([...(readIndex(place) ?? []), ...this.#noted]));
  }
}

function readIndex(place: EnvDirectories): Map<string, string> | undefined {
  const file = readFileIn(place.ledgers, indexName, maxIndexBytes);
  try {
    return file && new Map(Object.entries(indexSchema.parse(JSON.parse(file.bytes.toString())).agents));
  } catch {
    return undefined;
  }
}

/** Not waited for on the disk: an index that is lost costs one reading of every file. */
function write(place: EnvDirectories, agents: ReadonlyMap<string, string>): void {
  const text = `${JSON.stringify({ version: 1, agents: Object.fromEntries(agents) })}\n`;
  writeFileIn(place.ledgers, indexName, Buffer.from(text), { mode: 0o600, sync: false });
}
