import { readdirSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { maxShownBytes } from "../secret/shown-difference.ts";
import { observeIn } from "../tree/directory-reader.ts";
import type { DirectoryStatus, DirectoryView } from "../tree/directory-view.ts";
import { fileFault } from "../tree/file-fault.ts";
import { type RegularFile, readFileIn } from "../tree/file-reader.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { isTemporaryName } from "../tree/temporary-name.ts";
import { hasRendererLock } from "./client-lock.ts";
import type { SharedFileName } from "./clients/shared-files.ts";

/** Bytes of one file of an env directory, at most. */
export const maxFileBytes: number = 64 * 1024 * 1024;

/** The places of an env directory in which something of ours is, should be or was; others are somebody else's. */
export interface Watched {
  readonly shared: readonly SharedFileName[];
  /** Paths of single files. */
  readonly files: ReadonlySet<string>;
  /** Names of skills. */
  readonly skills: ReadonlySet<string>;
}

/** What stands in an env directory where something of ours is, should be or was. */
export interface Observation {
  readonly mode: number;
  /** Whoever owns the directory should own what is rendered into it. */
  readonly owner: { readonly uid: number; readonly gid: number };
  readonly shared: Readonly<Partial<Record<SharedFileName, RegularFile>>>;
  /** By path: every single file that is watched, `undefined` for one that is not there. */
  readonly files: ReadonlyMap<string, RegularFile | undefined>;
  /** By skill name, with paths relative to `skills/<name>/`; empty for a skill that is not there. */
  readonly skills: ReadonlyMap<string, readonly ObservedEntry[]>;
  /** Directories of ours that others than the env directory's owner may write to; paths in the env directory. */
  readonly loose: readonly LooseDirectory[];
  /** Whether a killed run left a temporary file or a lock. */
  readonly leftovers: boolean;
}

export interface LooseDirectory {
  readonly path: string;
  readonly mode: number;
  /** Where it belongs to somebody else than the env directory does, and not to root. */
  readonly stranger?: number;
}

/** Whoever may write to a directory of ours may give the agent another skill, command or subagent. */
const othersMayWrite = 0o022;

/**
 * Reads and hashes every file of ours in an env directory.
 * @throws {IdentikitError} `PATH_LINKED` for a link in the place of a file or directory of ours, `ENTRY_TYPE` for
 * another thing there, `FILE_UNREADABLE`
 */
export function observeEnvDirectory(directory: DirectoryView, watched: Watched): Observation {
  const { mode, uid, gid } = directory.status();
  const names = new Set(listIn(directory));
  const read = (name: string) => (names.has(name) ? readFileIn(directory, name, maxFileBytes) : undefined);
  const loose: LooseDirectory[] = [];
  const skills = names.has("skills")
    ? observeSkills(directory, watched.skills, loose)
    : noSkills(watched.skills);
  const files = new Map(
    [...watched.files].map((path) => {
      const isBelow = path.includes("/");
      const there = names.has(isBelow ? path.slice(0, path.indexOf("/")) : path);
      return [path, there ? readFileBelow(directory, path.split("/"), loose) : undefined];
    }),
  );
  return {
    mode,
    owner: { uid, gid },
    shared: Object.fromEntries(watched.shared.map((name) => [name, read(name)])),
    files,
    skills,
    loose: [...new Map(loose.map((each) => [each.path, each])).values()],
    leftovers:
      [...names].some(isTemporaryName) || (names.has(".claude.json.lock") && hasRendererLock(directory)),
  };
}

/** A file some directories below; those of them that others may write to are added to `loose`. */
export function readFileBelow(
  directory: DirectoryView,
  segments: readonly string[],
  loose: LooseDirectory[],
  from: { readonly above: string; readonly owner: number } = { above: "", owner: directory.status().uid },
): RegularFile | undefined {
  const [name = "", ...rest] = segments;
  if (rest.length === 0) return readFileIn(directory, name, maxFileBytes);
  using below = directory.enter(name);
  if (!below) return undefined;
  const { above, owner } = from;
  const path = `${above}${name}`;
  noteLoose(loose, { path, ...below.status(), owner });
  return readFileBelow(below, rest, loose, { above: `${path}/`, owner });
}

/** Adds a directory to the loose ones that others than the env directory's owner may write to. */
function noteLoose(
  loose: LooseDirectory[],
  {
    path,
    mode,
    uid,
    owner,
  }: { readonly path: string; readonly mode: number; readonly uid: number; readonly owner: number },
): void {
  const isStranger = uid !== owner && uid !== 0;
  if ((mode & othersMayWrite) === 0 && !isStranger) return;
  loose.push({ path, mode, ...(isStranger ? { stranger: uid } : {}) });
}

function observeSkills(
  directory: DirectoryView,
  skillNames: Iterable<string>,
  loose: LooseDirectory[],
): Map<string, readonly ObservedEntry[]> {
  const observed = new Map<string, readonly ObservedEntry[]>();
  const { uid: owner } = directory.status();
  const look = (path: string, mode: number, uid = owner) => {
    noteLoose(loose, { path, mode, uid, owner });
  };
  const lookAt = (path: string, { mode, uid }: DirectoryStatus) => look(path, mode, uid);
  using skills = directory.enter("skills");
  if (skills) lookAt("skills", skills.status());
  for (const name of skillNames) {
    using skill = skills?.enter(name);
    const entries = skill ? observeIn(skill, { withBytes: true }).map(light) : [];
    const link = entries.find((entry) => entry.kind === "symlink");
    if (skill && link) throw linked(join(skill.path, link.path));
    observed.set(name, entries);
    if (skill) lookAt(`skills/${name}`, skill.status());
    for (const { path, kind, mode, owner: held } of entries)
      if (kind === "directory") look(`skills/${name}/${path}`, mode, held?.uid);
  }
  return observed;
}

/** Without the bytes of a file that is too long to show how it differs: a skill may be large, and there may be many. */
function light({ bytes, ...entry }: ObservedEntry): ObservedEntry {
  return bytes && bytes.length <= maxShownBytes ? { ...entry, bytes } : entry;
}

function noSkills(skillNames: Iterable<string>): Map<string, readonly ObservedEntry[]> {
  return new Map([...skillNames].map((name) => [name, []]));
}

function listIn(directory: DirectoryView): string[] {
  try {
    return readdirSync(directory.locate("."));
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory.path, cause);
  }
}

function linked(path: string): IdentikitError {
  return new IdentikitError("PATH_LINKED", `${path} is a symbolic link among files that are rendered`, {
    remedy: "Remove it or move it away, then run again; nothing was written through it.",
  });
}
