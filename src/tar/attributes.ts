import { isPlainAccessList } from "./access-list.ts";
import type { PaxRecords } from "./pax.ts";
import { bytesOf } from "./tar-fields.ts";

/** What engines unpack attributes from. */
const schily = "SCHILY.xattr.";
/** What libarchive writes beside it, or instead: the name percent-encoded, the value in base64. No engine reads it. */
const libarchive = "LIBARCHIVE.xattr.";
/** The attribute that holds a POSIX access control list. */
export const accessList = "system.posix_acl_access";

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
  if (records.size === 0) return none;
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

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
