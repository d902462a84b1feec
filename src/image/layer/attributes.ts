import type { PaxRecords } from "./pax.ts";

/** What engines unpack attributes from. */
const schily = "SCHILY.xattr.";
/** What libarchive writes beside it, or instead: the name percent-encoded, the value in base64. No engine reads it. */
const libarchive = "LIBARCHIVE.xattr.";

/**
 * The names of the extended attributes that pax records give an entry. Values are of no use here: it is the name that
 * tells whether a kernel obeys an attribute. Those of libarchive count as well, as a reader that knows them sets them.
 */
export function attributesIn(records: PaxRecords): readonly string[] {
  const names = new Set<string>();
  for (const key of records.keys()) {
    if (key.startsWith(schily)) names.add(key.slice(schily.length));
    if (key.startsWith(libarchive)) names.add(decoded(key.slice(libarchive.length)));
  }
  return names.size === 0 ? none : [...names].sort();
}

const none: readonly string[] = [];

/** True for what an overlay file system obeys: opaque, redirect, metacopy, whiteout and whatever comes. */
export function isOverlayAttribute(name: string): boolean {
  return /^(trusted|user)\.overlay\./.test(name);
}

/** True for POSIX access control lists, which engines apply before or after a mode, and so to another effect. */
export function isAccessList(name: string): boolean {
  return name === "system.posix_acl_access" || name === "system.posix_acl_default";
}

/** True for what changes who may do what with a file. */
export function isGrantingAttribute(name: string): boolean {
  return name === "security.capability" || isAccessList(name);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
