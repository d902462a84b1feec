import { isPlainAccessList } from "./access-list.ts";
import type { PaxRecords } from "./pax.ts";
import { bytesOf } from "./tar-fields.ts";

/** What engines unpack attributes from. */
const schily = "SCHILY.xattr.";
/** What libarchive writes beside it, or instead: the name percent-encoded, the value in base64. No engine reads it. */
const libarchive = "LIBARCHIVE.xattr.";
/** Bytes of a name, at most (`XATTR_NAME_MAX`). */
const longestName = 255;
const accessList = "system.posix_acl_access";

/** The extended attributes that pax records give an entry, by their names. */
export interface Attributes {
  /** Those that engines set. */
  readonly set: readonly string[];
  /** Those that a reader sets that knows libarchive's records, and no other. */
  readonly passedOver: readonly string[];
}

const none: Attributes = { set: [], passedOver: [] };

/**
 * The attributes that pax records give an entry. An access list that says what the mode says is none: a kernel keeps only
 * the mode of it.
 * @param mode the entry's
 */
export function attributesIn(records: PaxRecords, mode: number): Attributes {
  const set: string[] = [];
  const passedOver: string[] = [];
  for (const [key, value] of records) {
    const name = key.startsWith(schily) ? key.slice(schily.length) : undefined;
    if (name !== undefined && !(name === accessList && isPlainAccessList(bytesOf(value), mode)))
      set.push(name);
    if (key.startsWith(libarchive)) passedOver.push(decoded(key.slice(libarchive.length)));
  }
  if (set.length === 0 && passedOver.length === 0) return none;
  return { set: set.sort(), passedOver: passedOver.filter((name) => !set.includes(name)).sort() };
}

/**
 * True for what an overlay file system obeys: opaque, redirect, metacopy, whiteout and whatever comes. The kernel has two
 * name spaces for it, fuse-overlayfs has its own, and modes and owners of rootless containers are kept so as well.
 */
export function isOverlayAttribute(name: string): boolean {
  return /^((trusted|user)\.overlay\.|user\.(fuseoverlayfs|containers)\.|user\.rootlesscontainers$)/.test(
    name,
  );
}

/**
 * True for POSIX access control lists. Engines apply them before a mode or after it, and so to another effect; they keep or
 * drop those of a lower layer's directory.
 */
export function isAccessList(name: string): boolean {
  return name === accessList || name === "system.posix_acl_default";
}

/** True for a name of a kind that a Linux file system keeps, without changing what a program sees of the file. */
export function isOrdinaryAttribute(name: string): boolean {
  return /^(user|trusted|security)\../.test(name) && Buffer.byteLength(name) <= longestName;
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
