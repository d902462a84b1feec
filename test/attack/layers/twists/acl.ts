import { bakedEntries, directory } from "../base-plan.ts";
import type { Chance } from "../chance.ts";
import { encodings } from "../encoding.ts";
import { destination } from "../identity.ts";
import { layerPlan } from "../plan.ts";
import { anySpot, directorySpot, fileSpot, insert, isDirectory, lowestLayer, type Twist } from "../twist.ts";

/** POSIX access control lists, as Linux stores them. */
export const aclTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = chance.once(2) ? fileSpot(plan, chance) : directorySpot(plan, chance);
    const kind = isDirectory(entry) && chance.once(3) ? "default" : "access";
    entry.pax = [...entry.pax, [`SCHILY.xattr.system.posix_acl_${kind}`, accessList(chance)]];
  },
  // A default list on a directory, which what is made in it has, too.
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.pax = [...entry.pax, ["SCHILY.xattr.system.posix_acl_default", accessList(chance)]];
  },
  // On a directory of a lower layer, which every layer above names again; or on the root.
  (plan, chance) => {
    const where = chance.pick([".", "opt", "opt", destination, `${destination}/prompts`]);
    const entry = directory(where, chance.pick([0o755, 0o755, 0o700]));
    const kind = chance.pick(["access", "default"]);
    entry.pax = [[`SCHILY.xattr.system.posix_acl_${kind}`, accessList(chance)]];
    insert(lowestLayer(plan), chance, entry);
    if (chance.once(2)) plan.layers.push(layerPlan(bakedEntries(), encodings.none));
    plan.user = chance.pick(["", "0", "1000", "1000:1000", "app", "65534"]);
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick([
      "SCHILY.acl.access",
      "SCHILY.acl.default",
      "LIBARCHIVE.xattr.system.posix_acl_access",
      "SCHILY.xattr.system.posix_acl_access",
    ]);
    const value = chance.pick(["user::rw-,group::r--,other::---", "AgAAAAEABgD/////", "junk", ""]);
    entry.pax = [...entry.pax, [key, value]];
  },
];

/** Owner, a named user, group, mask and others; named users come before the mask takes from them. */
function accessList(chance: Chance): Buffer {
  const rights = () => chance.pick([0, 4, 5, 6, 7]);
  const entries: (readonly [tag: number, rights: number, id: number])[] = [
    [1, chance.pick([6, 7, 4]), 0xffffffff],
  ];
  if (chance.once(2)) entries.push([2, rights(), 1000]);
  entries.push([4, rights(), 0xffffffff]);
  if (chance.once(3)) entries.push([8, rights(), 2000]);
  if (entries.length > 2) entries.push([16, rights(), 0xffffffff]);
  entries.push([32, rights(), 0xffffffff]);
  const bytes = Buffer.alloc(4 + entries.length * 8);
  bytes.writeUInt32LE(2);
  for (const [at, [tag, allowed, id]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + at * 8);
    bytes.writeUInt16LE(allowed, 6 + at * 8);
    bytes.writeUInt32LE(id, 8 + at * 8);
  }
  return chance.once(8) ? bytes.subarray(0, bytes.length - 1) : bytes;
}
