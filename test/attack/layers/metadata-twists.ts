import { directory, file } from "./base-plan.ts";
import type { Chance } from "./chance.ts";
import { destination } from "./identity.ts";
import {
  anySpot,
  directorySpot,
  fileSpot,
  insert,
  isDirectory,
  nameOf,
  someLayer,
  spotsOf,
  type Twist,
} from "./twist.ts";

/** Attributes that overlay file systems obey. */
export const overlayAttributeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = chance.once(3) ? anySpot(plan, chance) : directorySpot(plan, chance);
    const space = chance.pick(["trusted", "trusted", "user", "system"]);
    const name = chance.pick([
      "opaque",
      "opaque",
      "redirect",
      "metacopy",
      "origin",
      "impure",
      "nlink",
      "upper",
      "whiteout",
      "whiteouts",
      "xwhiteouts",
      "protattr",
      "overlay.opaque",
    ]);
    const value = chance.pick(["y", "y", "x", "n", "/usr", "lib", "", Buffer.from([0, 0xfb, 0x1d, 0])]);
    const key = chance.pick(["SCHILY.xattr.", "SCHILY.xattr.", "SCHILY.xattr.", "LIBARCHIVE.xattr."]);
    entry.pax = [...entry.pax, [`${key}${space}.overlay.${name}`, value]];
  },
  // On a directory whose lower files the attribute would hide, or show elsewhere.
  (plan, chance) => {
    const [lowest] = plan.layers;
    lowest?.entries.push(directory(destination), file(`${destination}/old.md`, "old"));
    const spot = directorySpot(plan, chance);
    const [space, name] = chance.pick([
      ["trusted", "opaque"],
      ["user", "opaque"],
      ["trusted", "redirect"],
      ["user", "redirect"],
    ] as const);
    const value = name === "opaque" ? "y" : chance.pick(["/usr", "/etc", "x"]);
    spot.entry.pax = [...spot.entry.pax, [`SCHILY.xattr.${space}.overlay.${name}`, value]];
  },
  (plan, chance) => {
    const entry = directory("usr/lib");
    entry.pax = [["SCHILY.xattr.trusted.overlay.opaque", "y"]];
    insert(someLayer(plan, chance), chance, entry);
  },
];

/** Other extended attributes. */
export const attributeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = chance.once(2) ? fileSpot(plan, chance) : anySpot(plan, chance);
    const v2 = Buffer.from("0100000200040000000000000000000000000000", "hex");
    const [name, value] = chance.pick([
      ["security.capability", v2],
      ["security.capability", Buffer.from("junk")],
      ["user.note", "x"],
      ["user.note", Buffer.from([0, 0xff, 10])],
      ["user.", "x"],
      ["trusted.note", "x"],
      ["security.selinux", "system_u:object_r:usr_t:s0\0"],
      ["security.ima", "x"],
      ["nonsense", "x"],
      ["nonsense.x", "x"],
      ["system.x", "x"],
      ["user.empty", ""],
    ] as const);
    const key = chance.pick([
      "SCHILY.xattr.",
      "SCHILY.xattr.",
      "SCHILY.xattr.",
      "LIBARCHIVE.xattr.",
      "schily.xattr.",
      "RHT.",
    ]);
    entry.pax = [...entry.pax, [`${key}${name}`, value]];
  },
  // Where nobody looks.
  (plan, chance) => {
    const entry = file("usr/attributed");
    entry.pax = [
      [
        `SCHILY.xattr.${chance.pick(["user.note", "security.capability", "user.overlay.opaque"])}`,
        chance.pick(["x", Buffer.from("0100000200040000000000000000000000000000", "hex")]),
      ],
    ];
    insert(someLayer(plan, chance), chance, entry);
  },
];

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

/** Modes along the way, for the image's user. */
export const modeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.mode = chance.pick([
      0o755, 0o700, 0o711, 0o750, 0o751, 0o777, 0o1777, 0o2755, 0o555, 0o500, 0, 0o754, 0o705, 0o070, 0o007,
    ]);
    if (chance.once(2)) plan.user = chance.pick(["1000", "app", "1000:1000", "2000", "65534"]);
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.mode = chance.pick([
      0o644, 0o755, 0o600, 0o640, 0o664, 0o666, 0o604, 0o444, 0o4755, 0o2755, 0o1644, 0o744, 0o645, 0,
    ]);
  },
  // A directory of the way that only an upper layer changes.
  (plan, chance) => {
    const entry = directory(
      chance.pick(["opt", destination, `${destination}/prompts`]),
      chance.pick([0o755, 0o700, 0o750, 0o711]),
    );
    const top = plan.layers.at(-1);
    if (top) plan.layers.push({ ...top, entries: [entry] });
    if (chance.once(2)) plan.user = chance.pick(["1000", "app", "2000"]);
  },
  (plan, chance) => {
    plan.user = chance.pick([
      "",
      "0",
      "1000",
      "app",
      "app:app",
      "1000:0",
      "nobody",
      "absent",
      "1000:absent",
      "4294967296",
      "-1",
      ":",
      "app:",
      ":0",
      "root:root",
      "00",
      " 0",
      "0x0",
      "1000:1000:1000",
      "2147483648",
    ]);
  },
  // The directory that everything is in.
  (plan, chance) => {
    const root = directory("");
    root.name = chance.pick(["./", "/", "."]);
    root.mode = chance.pick([0o755, 0o700, 0o711, 0o750]);
    insert(someLayer(plan, chance), chance, root);
    if (chance.once(2)) plan.user = "1000";
  },
  // Files of the system that say who the user is.
  (plan, chance) => {
    const content = chance.pick([
      "app:x:0:0::/:/bin/sh\n",
      "app:x:2000:2000::/:/bin/sh\n",
      "app:x:1000:1000::/:/bin/sh\napp:x:3000:3000::/:/bin/sh\n",
      "junk\n",
      "",
      "+app::::::\n",
      "1000:x:5:5::/:/bin/sh\n",
    ]);
    const name = chance.pick(["etc/passwd", "etc/passwd", "etc/group"]);
    insert(someLayer(plan, chance), chance, file(name, content));
    plan.user = chance.pick(["app", "1000", "app:team", "root"]);
  },
];

export const ownerTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.uid = chance.pick([0, 0, 5, 1000, 65534, 2 ** 21, 2 ** 31]);
    entry.gid = chance.pick([0, 0, 5, 1000, 2000]);
  },
  (plan, chance) => {
    const { entry } = directorySpot(plan, chance);
    entry.uid = 1000;
    entry.mode = chance.pick([0o755, 0o700, 0o750, 0o055]);
    plan.user = chance.pick(["1000", "app", "2000", ""]);
  },
  (plan, chance) => {
    const owner = chance.pick([1000, 5]);
    for (const { entry } of spotsOf(plan)) if (nameOf(entry).startsWith(destination)) entry.uid = owner;
  },
];

/** Plain drift: what the gate is for. */
export const contentTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.content = chance.pick([
      Buffer.from("changed\n"),
      Buffer.alloc(0),
      Buffer.concat([entry.content, Buffer.from("\n")]),
      chance.bytes(700),
    ]);
  },
  (plan, chance) => {
    const { layer, at } = fileSpot(plan, chance);
    layer.entries.splice(at, 1);
  },
  (plan, chance) => {
    const name = chance.pick([
      "extra.md",
      "prompts/extra.md",
      "prompts/tone/x.md",
      ".hidden",
      "-",
      "IMAGE_BAKED",
    ]);
    insert(someLayer(plan, chance), chance, file(`${destination}/${name}`, "extra"));
  },
  (plan, chance) => {
    const name = chance.pick(["empty", "prompts/empty", "empty/empty"]);
    insert(someLayer(plan, chance), chance, directory(`${destination}/${name}`));
  },
  (plan, chance) => {
    insert(someLayer(plan, chance), chance, file("usr/elsewhere", chance.bytes(chance.below(2000))));
  },
];
