import { file } from "./base-plan.ts";
import type { Chance } from "./chance.ts";
import { base256, magics } from "./header-block.ts";
import { destination } from "./identity.ts";
import { longRecord, paxHeader, record, tarEntry } from "./tar-entry.ts";
import { anySpot, fileSpot, insert, nameOf, someLayer, somePath, type Twist } from "./twist.ts";

/** A name in the prefix field, by formats that have one, that have something else there, or that have neither. */
export const prefixTwists: readonly Twist[] = [
  // As ustar is meant.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = entry.name.toString();
    const slash = name.indexOf("/");
    if (slash < 0 || slash === name.length - 1) return;
    entry.raw = { ...entry.raw, prefix: name.slice(0, slash), name: name.slice(slash + 1) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const prefix = chance.pick(["opt", destination, "usr", "00000000000\0", "x", "\xff", "0", "opt/"]);
    const magic = chance.pick([magics.gnu, magics.gnu, magics.v7, "ustar\0  ", "ustar  \x01"]);
    entry.raw = { ...entry.raw, magic, prefix: Buffer.from(prefix, "latin1") };
  },
  // GNU's access and change times where others have the prefix.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const times = chance.pick(["12345670123\x0012345670123\0", "99999999999\0", " 123\0", "           \0"]);
    entry.raw = { ...entry.raw, magic: magics.gnu, patches: [{ at: 345, bytes: Buffer.from(times) }] };
  },
  // star's trailer makes the prefix shorter, and puts times behind it.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const patches = [{ at: 508, bytes: Buffer.from("tar\0") }];
    if (chance.once(2)) patches.push({ at: 476, bytes: Buffer.from("00000000000\x0000000000000\0") });
    if (chance.once(2))
      patches.push({ at: 345, bytes: Buffer.from(chance.pick(["opt", "p".repeat(131), "x"])) });
    entry.raw = { ...entry.raw, patches };
  },
];

/** GNU's `L` and `K` records: what they hold, and what they stand before. */
export const longNameTwists: readonly Twist[] = [
  // As GNU tar writes them.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("L", entry.name));
    entry.form = "gnu";
    if (chance.once(2)) entry.raw = { ...entry.raw, name: "short" };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const body = chance.pick([
      "",
      "\0",
      "\0\0\0",
      `${destination}/other`,
      "a\0b\0",
      "\0x",
      ".",
      "/",
      `${nameOf(entry)}\0/x`,
    ]);
    entry.before.push(
      record(chance.pick(["L", "L", "K"]), "././@LongLink", Buffer.from(body), { magic: magics.gnu }),
    );
  },
  // With a pax header: which of them counts, and in which order.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const long = longRecord("L", chance.once(2) ? entry.name : somePath(chance));
    const pax = paxHeader([
      [chance.pick(["path", "comment", "linkpath"]), chance.once(2) ? entry.name : somePath(chance)],
    ]);
    entry.before.push(...(chance.once(2) ? [long, pax] : [pax, long]));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("L", somePath(chance)), longRecord("L", entry.name));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.before.push(longRecord("K", somePath(chance)));
  },
  // One without an entry to belong to.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.end = Buffer.concat([longRecord(chance.pick(["L", "K"]), somePath(chance)), layer.end]);
  },
  // A long path of its own, as GNU tar and as pax write it.
  (plan, chance) => {
    const name = `${chance.pick([destination, "usr"])}/${"n".repeat(chance.pick([90, 100, 101, 150, 254]))}`;
    insert(someLayer(plan, chance), chance, { ...file(name), form: chance.pick(["gnu", "pax"]) });
  },
];

/** Headers for the whole archive. */
export const globalHeaderTwists: readonly Twist[] = [
  // As `git archive` writes it.
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    const first = layer.entries[0];
    first?.before.unshift(paxHeader([["comment", "0".repeat(40)]], "g"));
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const records = chance.pick([
      [["comment", "x"]],
      [["path", somePath(chance)]],
      [["linkpath", somePath(chance)]],
      [["size", "0"]],
      [["uid", "5"]],
      [["SCHILY.xattr.user.x", "y"]],
      [],
    ] as const);
    entry.before.push(paxHeader(records, "g"));
  },
  // Behind a header that waits for its entry.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const other = chance.once(2) ? somePath(chance) : entry.name;
    const waiting = chance.pick([
      paxHeader([["path", other]]),
      longRecord("L", other),
      longRecord("K", other),
      paxHeader([["uid", "7"]]),
    ]);
    entry.before.push(waiting, paxHeader([["comment", "x"]], "g"));
  },
  (plan, chance) => {
    const name = somePath(chance);
    insert(
      someLayer(plan, chance),
      chance,
      tarEntry({ name, type: "g", content: Buffer.from("11 path=abc\n") }),
    );
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const body = chance.pick(["junk", "5 a=b", "0 a=b\n", "13 path=../x\n", "\0\0\0"]);
    entry.before.push(record("g", "pax_global_header", Buffer.from(body)));
  },
];

/** Numbers that do not fit, or that programs read in different ways. */
export const numberTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const modes = [
      0o100644,
      0o40755,
      "0000644 ",
      "644\0",
      "  644 \0",
      "",
      "-644\0",
      "0o644\0",
      "644 7\0",
      "9\0",
    ];
    const binary = [0o644, 2 ** 31 + 0o644, 2 ** 32 + 0o644, -1, 2 ** 53];
    const mode = chance.once(3) ? base256(chance.pick(binary), 8) : chance.pick(modes);
    entry.mode = typeof mode === "number" && entry.type === "5" ? 0o40755 : mode;
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick(["uid", "gid"] as const);
    const numbers = [
      0,
      1,
      2 ** 21,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 32 - 1,
      2 ** 32,
      2 ** 32 + 1,
      2 ** 53 - 1,
      -1,
      -2,
    ];
    const texts = ["", "0", "0 ", "  0", "\0\0", "7777777", "77777777", "8", "x", "0\0junk"];
    const binary = [0, 0, 0, ...numbers].map((each) => base256(each, 8));
    entry[key] = chance.once(2) ? chance.pick(texts) : chance.pick(binary);
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick(["uid", "gid", "mtime", "atime", "ctime"]);
    const values = [
      "0",
      "0",
      "00",
      "1",
      "-1",
      "4294967296",
      "4294967295",
      "2147483648",
      "1.5",
      "",
      " 0",
      "0x0",
      "1e3",
      "9".repeat(25),
    ];
    entry.pax = [...entry.pax, [key, chance.pick(values)]];
  },
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const sizes = [
      base256(length, 12),
      `${length.toString(8)}\0`,
      ` ${length.toString(8).padStart(9)} `,
      length.toString(8).padStart(12, "0"),
    ];
    const wrong = [
      length + 1,
      length + 512,
      0,
      base256(2 ** 40, 12),
      base256(-1, 12),
      "8\0",
      "x",
      "",
      512 * 3,
    ];
    entry.raw = { ...entry.raw, size: chance.once(3) ? chance.pick(wrong) : chance.pick(sizes) };
  },
  // The size of the header and that of a pax record.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const values = [
      `${length}`,
      `${length}`,
      `0${length}`,
      `${length + 1}`,
      "0",
      "-1",
      "",
      `${length + 512}`,
      "9".repeat(20),
    ];
    entry.pax = [...entry.pax, ["size", chance.pick(values)]];
    if (chance.once(2)) entry.raw = { ...entry.raw, size: chance.pick([0, length, length + 7]) };
  },
  // A size where there is no body, with and without one.
  (plan, chance) => {
    const type = chance.pick(["5", "2", "1", "6", "3"]);
    const name = type === "5" ? "usr/lib/" : chance.pick(["usr/new", `${destination}/new`]);
    const body = chance.once(2) ? Buffer.from("body") : Buffer.alloc(0);
    const entry = tarEntry({
      name,
      type,
      mode: 0o755,
      target: type === "1" ? "etc/passwd" : "",
      content: body,
    });
    if (body.length === 0) entry.raw = { size: chance.pick([0, 5, 512, 600]) };
    insert(someLayer(plan, chance), chance, entry);
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const mtimes = [
      0,
      "",
      base256(-5, 12),
      base256(2 ** 40, 12),
      "77777777777\0",
      "x",
      "-1\0",
      base256(2 ** 62, 12),
    ];
    entry.raw = { ...entry.raw, mtime: chance.pick(mtimes) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const devices = [
      "0000000\x000000000\0",
      "x",
      "\xff\xff\xff\xff\xff\xff\xff\xff",
      "\x80\0\0\0\0\0\0\x01",
      "9",
    ];
    entry.raw = { ...entry.raw, patches: [{ at: 329, bytes: Buffer.from(chance.pick(devices), "latin1") }] };
  },
];

/** Fields that decide how the rest is read. */
export const fieldTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, checksum: chance.pick(["signed", "spaced", "spaced", "wrong"]) };
    if (chance.once(2))
      entry.raw = { ...entry.raw, patches: [{ at: 265, bytes: Buffer.from("utilisé", "latin1") }] };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const others = [
      magics.v7,
      magics.gnu,
      magics.ustar,
      "ustar\x0001",
      "ustar\0\0\0",
      "USTAR\x0000",
      "ustar 00",
      "xxxxxxxx",
    ];
    entry.raw = { ...entry.raw, magic: chance.pick(others) };
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const names = ["root", "", "\xff", "a\0b", "x".repeat(32)];
    entry.raw = {
      ...entry.raw,
      patches: [{ at: chance.pick([265, 297]), bytes: Buffer.from(chance.pick(names), "latin1") }],
    };
  },
  // Bytes that nothing should look at.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, patches: [{ at: chance.pick([500, 505, 511]), bytes: chance.bytes(1) }] };
  },
  // Text behind the NUL that ends a name.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = Buffer.concat([Buffer.from(entry.name), Buffer.from("\0/behind")]);
    entry.raw = { ...entry.raw, name };
  },
  // A link's name where there is no link.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.raw = { ...entry.raw, linkName: somePath(chance) };
  },
  (plan, chance) => damage(anySpot(plan, chance).entry, chance),
];

function damage(entry: ReturnType<typeof tarEntry>, chance: Chance): void {
  const at = chance.pick([
    0, 1, 99, 100, 107, 108, 115, 123, 124, 135, 136, 156, 157, 257, 262, 263, 329, 345, 482, 483, 499,
  ]);
  entry.raw = {
    ...entry.raw,
    patches: [{ at, bytes: Buffer.from([chance.pick([0, 0x20, 0x2f, 0x30, 0x80, 0xff])]) }],
  };
}
