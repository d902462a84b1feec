const version = 2;
/** Tags of the owner, the group and the others (`linux/posix_acl.h`), in the order in which a list must have them. */
const baseTags = [0x01, 0x04, 0x20] as const;

/**
 * True for an access control list that says no more than a mode, and the same as it, or nothing at all: a version, then a
 * tag, a permission and an id for each entry (`linux/posix_acl_xattr.h`).
 */
export function isPlainAccessList(value: Buffer, mode: number): boolean {
  if (value.length === 0) return true;
  if (value.length !== 4 + baseTags.length * 8 || value.readUInt32LE(0) !== version) return false;
  return baseTags.every((tag, number) => {
    const at = 4 + number * 8;
    const permission = (mode >> (6 - number * 3)) & 7;
    return value.readUInt16LE(at) === tag && value.readUInt16LE(at + 2) === permission;
  });
}
