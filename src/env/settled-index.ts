import { type BigIntStats, lstatSync, lutimesSync } from "node:fs";
import { z } from "zod";
import { version } from "../runtime/version.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { digestOf } from "../tree/digest.ts";
import { ExclusiveLock } from "../tree/exclusive-lock.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { ancestorsOf } from "../tree/path.ts";
import { EnvDirectories } from "./env-directories.ts";
import { ledgerFileNames } from "./ledger.ts";
import type { LedgerSeal } from "./ledger-key.ts";
import type { Observation } from "./observation.ts";
import type { Want } from "./want.ts";

const indexName = "stat-index";
const maxIndexBytes = 64 * 1024 * 1024;

const indexSchema = z.object({ version: z.literal(1), agents: z.record(z.string(), z.string()) });

/** What an agent's files looked like to `lstat`, and what they should hold. */
export interface Glimpse {
  readonly agent: string;
  /** Sealed: who does not have the ledger's key cannot make one. */
  readonly digest: string;
  /** Whether a change from now on shows in the status of a path. */
  readonly isOld: boolean;
}

interface Expected {
  /** Of what the paths should hold, and of the release that says so. */
  readonly digest: string;
  /** What is looked at in each env directory, itself first: each begins where its path ends. */
  readonly paths: readonly string[];
}

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
  readonly #expected = new WeakMap<Want, Expected>();
  /** Of the index itself: what the file system's clock said before anything was read. */
  readonly #opened: BigIntStats;

  private constructor(envRoot: string, known: ReadonlyMap<string, string>, opened: BigIntStats) {
    this.#envRoot = envRoot;
    this.#known = known;
    this.#opened = opened;
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
    return new SettledIndex(envRoot, known ?? new Map(), lstatSync(at, { bigint: true }));
  }

  /** Looks at every path on which it depends whether an env directory is as it should be; opens none. */
  glimpse(agent: string, want: Want, { seal, place }: { seal: LedgerSeal; place: EnvDirectories }): Glimpse {
    const { digest, paths } = this.#expectedOf(want);
    const { dev: device, ctimeNs: now } = this.#opened;
    let text = digest;
    let isOld = true;
    const lookAt = (path: string) => {
      const status = lstatSync(path, { bigint: true, throwIfNoEntry: false });
      if (!status) {
        text += "\n-";
        return;
      }
      const { dev, ino, mode, nlink, uid, gid, size, mtimeNs, ctimeNs } = status;
      if (dev !== device || mtimeNs >= now || ctimeNs >= now) isOld = false;
      text += `\n${dev} ${ino} ${mode} ${nlink} ${uid} ${gid} ${size} ${mtimeNs} ${ctimeNs}`;
    };
    for (const name of ledgerFileNames(agent)) lookAt(place.glance.ledgers.locate(name));
    const root = place.glance.root.locate(agent);
    for (const path of paths) lookAt(root + path);
    return { agent, digest: seal.digest("stat index", text), isOld };
  }

  /** What a want comes to, worked out once for all agents that share it. */
  #expectedOf(want: Want): Expected {
    const known = this.#expected.get(want);
    if (known) return known;
    const paths = pathsIn(want);
    const lines = [version, this.#envRoot, ...paths, ...wantedLines(want)];
    const digest = digestOf(lines.map((line) => JSON.stringify(line)).join("\n"));
    const expected = { digest, paths: ["", ...paths.map((path) => `/${path}`)] };
    this.#expected.set(want, expected);
    return expected;
  }

  /** Whether the env directory was read and found right when it looked like this. */
  trusts({ agent, digest }: Glimpse): boolean {
    return this.#known.get(agent) === digest;
  }

  /**
   * Notes an env directory that was read after the glimpse, and found right.
   * @param seen a directory in a skill that no file of the skill is in would not be looked at: then nothing is noted
   */
  note({ agent, digest, isOld }: Glimpse, want: Want, seen: Observation): void {
    const expected = new Set(pathsIn(want));
    const isAllLookedAt = [...seen.skills].every(([skill, entries]) =>
      entries.every(({ path }) => expected.has(`skills/${skill}/${path}`)),
    );
    if (isOld && isAllLookedAt) this.#noted.set(agent, digest);
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

/** Every file and directory of ours in an env directory, there or not, and the directories above them. */
function pathsIn({ desired: { client, shared, files, skills } }: Want): string[] {
  const inSkills = [...skills].flatMap(([name, tree]) => [
    `skills/${name}`,
    ...[...tree].map(({ path }) => `skills/${name}/${path}`),
  ]);
  const own = [...shared.keys(), ...client.ownFiles, ...files.keys(), "skills", ...inSkills];
  return [...new Set(own.flatMap((path) => [...ancestorsOf(path), path]))];
}

function wantedLines({ desired: { client, files, skills }, inputs }: Want): string[] {
  return [
    JSON.stringify([...client.sharedFiles]),
    ...[...inputs].map((entry) => JSON.stringify(entry)),
    ...[...files].map(([path, { digest }]) => `${digest} ${path}`),
    ...[...skills].map(([name, { digest }]) => `${digest} ${name}`),
  ];
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
