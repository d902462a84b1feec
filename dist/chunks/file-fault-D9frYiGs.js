import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
const meaning = {
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
	ENAMETOOLONG: "has a name that is too long"
}, remedies = {
	ENOENT: "Check the path.",
	EACCES: "Give this user the permission, or run as one who has it.",
	ENOSPC: "Free some space and run again; the old content is still there."
};
/** An operating system's error as one clear line, with the path that was asked for. */
function fileFault(code, path, cause) {
	if (cause instanceof IdentikitError) return cause;
	let errno = cause.code ?? "", verb = code === "FILE_UNREADABLE" ? "read" : "written";
	return new IdentikitError(code, `${path} ${meaning[errno] ?? `could not be ${verb} (${errno || cause})`}`, {
		remedy: remedies[errno] ?? "Mend the path or its permissions and run again.",
		cause
	});
}
export { fileFault as t };
