import { IdentikitError } from "../fault/error.ts";
import { codeOf } from "../fault/thrown.ts";

const meaning: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  EACCES: "may not be accessed by this user",
  EPERM: "may not be changed by this user",
  ENOTDIR: "is not a directory, or something above it is not",
  EISDIR: "is a directory",
  ENOSPC: "cannot be written: the disk is full",
  EDQUOT: "cannot be written: the quota is used up",
  EROFS: "is on a read-only file system",
  ELOOP: "is a symbolic link",
  EMFILE: "cannot be opened: too many open files",
  ENAMETOOLONG: "has a name that is too long",
};

const remedies: Readonly<Record<string, string>> = {
  ENOENT: "Check the path.",
  EACCES: "Give this user the permission, or run as one who has it.",
  ENOSPC: "Free some space and run again; the old content is still there.",
};

/** An operating system's error as one clear line, with the path that was asked for. */
export function fileFault(
  code: "FILE_UNREADABLE" | "FILE_UNWRITABLE",
  path: string,
  cause: unknown,
): IdentikitError {
  if (cause instanceof IdentikitError) return cause;
  const errno = codeOf(cause) ?? "";
  const verb = code === "FILE_UNREADABLE" ? "read" : "written";
  return new IdentikitError(code, `${path} ${meaning[errno] ?? `could not be ${verb} (${errno || cause})`}`, {
    remedy: remedies[errno] ?? "Fix the path or its permissions and run again.",
    cause,
  });
}
