import type { Finding } from "../fault/finding.ts";
import type { LockedDirectory } from "../image/view/access.ts";
import { modeDiffers, octal } from "../tree/compare.ts";
import type { FileTree } from "../tree/file-tree.ts";
import type { ObservedEntry } from "../tree/observed.ts";
import { ancestorsOf } from "../tree/path.ts";

const groupWrite = 0o020;

/** The finding of a directory that keeps the image's own user from the identity. */
export function unreadable({ path, mode, uid, gid, user }: LockedDirectory, subject: string): Finding {
  return {
    code: "IDENTITY_UNREADABLE",
    severity: "error",
    path: `/${path}`,
    expected: `readable by the image's user ${user}`,
    actual: `${octal(mode)} ${uid}:${gid}`,
    remedy: "Give the directory mode 0755, or run the image as a user who may pass it.",
    subject,
  };
}

/**
 * Identity files that their group may write, and whose mode is right else: not what the template says, and often a
 * builder's umask.
 */
export function writableByGroup(
  expected: FileTree,
  observed: readonly ObservedEntry[],
  subject: string,
): Finding[] {
  const isOnlyThat = ({ kind, mode, path }: ObservedEntry): boolean => {
    const want = expected.get(path);
    return kind === "file" && (mode & groupWrite) !== 0 && !!want && !modeDiffers(want.mode, mode);
  };
  return observed.filter(isOnlyThat).map(({ path, mode }) => ({
    code: "FILE_GROUP_WRITABLE",
    severity: "warning",
    path,
    expected: octal(mode & ~groupWrite),
    actual: octal(mode),
    remedy: "Take the group's write permission away, or build with umask 022.",
    subject,
  }));
}

/** Directories that hold no file, and that the identity does not have; one inside another is not named. */
export function extraDirectories(
  expected: FileTree,
  observed: readonly ObservedEntry[],
  subject: string,
): Finding[] {
  const files = [...expected, ...observed.filter(({ kind }) => kind !== "directory")];
  const used = new Set(files.flatMap(({ path }) => ancestorsOf(path)));
  const extra = observed.filter(({ kind, path }) => kind === "directory" && !used.has(path));
  const paths = new Set(extra.map(({ path }) => path));
  return extra
    .filter(({ path }) => !ancestorsOf(path).some((above) => paths.has(above)))
    .map(({ path }) => ({
      code: "DIRECTORY_EXTRA",
      severity: "warning",
      path,
      expected: null,
      actual: "directory",
      remedy: "Take the directory out of the image; the identity does not have it.",
      subject,
    }));
}
