import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** Bounds of a path in a tree: bytes of UTF-8 in all, bytes in one segment, and segments. */
const pathLimits = {
	bytes: 1024,
	segmentBytes: 255,
	depth: 32
}, reservedOnWindows = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i, ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu, plainSegment = /^[A-Za-z0-9._-]+$/;
/**
* The rule that a path breaks, or `undefined` for a path that means the same thing on every file system:
* relative, `/`-separated, no `.` or `..` (before or after Unicode normalisation), no control character,
* no form that Windows or HFS+ reads as another name, nothing named `.git`.
*/
function unsafeReason(path) {
	if (path === "") return "is empty";
	if (path.startsWith("/")) return "is absolute";
	if (path.includes("\\")) return "has a backslash";
	if (Buffer.byteLength(path) > pathLimits.bytes) return `is longer than ${pathLimits.bytes} bytes`;
	let segments = path.split("/");
	if (segments.length > pathLimits.depth) return `is deeper than ${pathLimits.depth} segments`;
	for (let segment of segments) {
		let reason = unsafeSegmentReason(segment);
		if (reason) return reason;
	}
}
function unsafeSegmentReason(segment) {
	if (segment === "") return "has an empty segment";
	let plain = plainSegment.test(segment) ? segment : segment.normalize("NFKC").replace(ignorable, "");
	if (plain === "." || plain === "..") return `has a "${plain}" segment`;
	if (plain === "" || plain.includes("/") || plain.includes("\\")) return "has a segment that hides a separator";
	if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u.test(segment)) return "has a control character";
	if (!segment.isWellFormed()) return "is not valid Unicode";
	if (/^[a-z]:/i.test(plain)) return "starts like a drive letter";
	if (/[. ]$/.test(plain)) return "has a segment that ends in a dot or a space";
	if (reservedOnWindows.test(plain)) return "has a name that Windows reserves";
	if (/^(\.git|git~[0-9]+)(::?|$)/i.test(plain)) return "leads into a .git directory";
	if (Buffer.byteLength(segment) > pathLimits.segmentBytes) return `has a segment longer than ${pathLimits.segmentBytes} bytes`;
}
/**
* Checks one path of a tree.
* @param owner what the path belongs to, for the message: "archive x.tar.gz"
* @throws {IdentikitError} `PATH_ESCAPES` for absolute paths and `..`, else `PATH_UNSAFE`
*/
function checkPath(path, owner) {
	let reason = unsafeReason(path);
	if (reason) throw new IdentikitError(reason === "is absolute" || reason === "has a \"..\" segment" ? "PATH_ESCAPES" : "PATH_UNSAFE", `${owner}: entry ${JSON.stringify(path)} ${reason}`, { remedy: "Rename the entry where it is written; nothing was changed." });
}
/** The key under which two paths are one path on some file system (Unicode composition and letter case folded). */
function foldPath(path) {
	return /^[\u0000-\u007f]*$/.test(path) ? path.toLowerCase() : path.normalize("NFKC").replace(ignorable, "").toUpperCase().toLowerCase().normalize("NFC");
}
/** Orders paths by their UTF-8 bytes, as git and `LC_ALL=C sort` do. */
function comparePaths(a, b) {
	for (let i = 0, end = Math.min(a.length, b.length); i < end; i++) {
		let x = a.charCodeAt(i), y = b.charCodeAt(i);
		if (x !== y) return rank(x) - rank(y);
	}
	return a.length - b.length;
}
function rank(unit) {
	return unit < 55296 ? unit : unit >= 57344 ? unit - 2048 : unit + 8192;
}
/** The directories above a path, outermost first: `a/b/c` gives `a`, `a/b`. */
function ancestorsOf(path) {
	let above = [];
	for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) above.push(path.slice(0, at));
	return above;
}
export { pathLimits as a, foldPath as i, checkPath as n, unsafeReason as o, comparePaths as r, ancestorsOf as t };
