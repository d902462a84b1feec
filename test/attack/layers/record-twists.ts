import { file } from "./base-plan.ts";
import { magics, padding } from "./header-block.ts";
import { destination } from "./identity.ts";
import {
  type PaxRecords,
  type PaxValue,
  paxBody,
  paxHeader,
  record,
  type TarEntry,
  tarEntry,
} from "./tar-entry.ts";
import { anySpot, fileSpot, insert, nameOf, someLayer, somePath, type Twist } from "./twist.ts";

/** Sparse files in all their forms, and records of them where there is none. */
export const sparseTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.pax = [...entry.pax, ["GNU.sparse.name", chance.once(2) ? somePath(chance) : nameOf(entry)]];
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const keys = [
      "major",
      "minor",
      "size",
      "realsize",
      "map",
      "numblocks",
      "offset",
      "numbytes",
      "name",
      "other",
    ];
    const some = Array.from({ length: 1 + chance.below(3) }, () => chance.pick(keys));
    const values = ["0", "1", "5", "0,5", "", "x", `${entry.content.length}`];
    entry.pax = [...entry.pax, ...some.map((key) => [`GNU.sparse.${key}`, chance.pick(values)] as const)];
  },
  // Format 1.0, whose map stands before the content.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    const map = Buffer.from(`1\n0\n${length}\n`);
    sparse(
      entry,
      [
        ["major", "1"],
        ["minor", "0"],
        ["realsize", `${length + chance.pick([0, 0, 100])}`],
      ],
      map,
    );
  },
  // Format 0.1, whose map is in a record.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const { length } = entry.content;
    entry.pax = [
      ...entry.pax,
      ["GNU.sparse.size", `${length + chance.pick([0, 0, 100])}`],
      ["GNU.sparse.numblocks", "1"],
      ["GNU.sparse.map", `0,${length}`],
      ...(chance.once(2) ? ([["GNU.sparse.name", nameOf(entry)]] as const) : []),
    ];
  },
  // GNU's old form, with its map in the header.
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    const octal = (value: number) => `${value.toString(8).padStart(11, "0")}\0`;
    const { length } = entry.content;
    const map = Buffer.from(octal(0) + octal(length));
    const patches = [
      { at: 386, bytes: map },
      { at: 483, bytes: Buffer.from(octal(length + chance.pick([0, 0, 100]))) },
    ];
    if (chance.once(3)) patches.push({ at: 482, bytes: Buffer.from([1]) });
    entry.type = "S";
    entry.raw = { ...entry.raw, magic: chance.pick([magics.gnu, magics.gnu, magics.ustar]), patches };
  },
  // Elsewhere, where it is nobody's business.
  (plan, chance) => {
    const entry = file("usr/sparse", "content");
    sparse(
      entry,
      [
        ["major", "1"],
        ["minor", "0"],
        ["realsize", "7"],
      ],
      Buffer.from("1\n0\n7\n"),
    );
    insert(someLayer(plan, chance), chance, entry);
  },
];

function sparse(entry: TarEntry, records: readonly (readonly [string, string])[], map: Buffer): void {
  const name = nameOf(entry);
  entry.pax = [
    ...entry.pax,
    ...records.map(([key, value]) => [`GNU.sparse.${key}`, value] as const),
    ["GNU.sparse.name", name],
  ];
  entry.content = Buffer.concat([map, padding(map.length), entry.content]);
  entry.raw = { ...entry.raw, name: "GNUSparseFile.0/x" };
}

/** Pax records: how they are written, which there are, and in which order. */
export const paxTwists: readonly Twist[] = [
  // As tools write them.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const harmless: PaxRecords = [
      ["mtime", "1700000000.123456789"],
      ["atime", "1"],
      ["LIBARCHIVE.creationtime", "1.5"],
      ["comment", "x"],
      ["SCHILY.dev", "5"],
      ["SCHILY.ino", "5"],
      ["uname", "root"],
      ["charset", "ISO-IR 10646 2000 UTF-8"],
      ["path", nameOf(entry) + (entry.type === "5" ? "/" : "")],
    ];
    entry.pax = [...entry.pax, chance.pick(harmless), chance.pick(harmless)];
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = chance.once(2) ? nameOf(entry) : somePath(chance);
    const records: PaxRecords = [
      ["path", name],
      ["path", `${name}/`],
      ["path", ""],
      ["path", `${name}\0x`],
      ["path", Buffer.from(`${name}\xe9`, "latin1")],
      ["linkpath", name],
      ["linkpath", ""],
      ["PATH", name],
      ["path ", name],
      ["hdrcharset", "BINARY"],
      ["hdrcharset", "ISO-IR 10646 2000 UTF-8"],
      ["GNU.volume.filename", name],
      ["RHT.security.selinux", "x"],
      ["SCHILY.realsize", "3"],
      ["SCHILY.filetype", "sym"],
      ["uname", "a\0b"],
      ["", "x"],
    ];
    entry.pax = [...entry.pax, chance.pick(records)];
  },
  // Twice the same key.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const key = chance.pick(["path", "uid", "size", "linkpath", "mtime"]);
    const own: PaxValue = key === "path" ? entry.name : key === "size" ? `${entry.content.length}` : "0";
    const other: PaxValue = chance.pick(["", "1", somePath(chance)]);
    const both: PaxRecords = [
      [key, own],
      [key, other],
    ];
    entry.pax = [...entry.pax, ...(chance.once(2) ? both : both.toReversed())];
  },
  // Lengths and separators that are not what they should be.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const name = nameOf(entry);
    const bodies = [
      `999 path=${name}\n`,
      `5 path=${name}\n`,
      `0 path=${name}\n`,
      `-1 path=${name}\n`,
      ` 12 path=abc\n`,
      `012 path=abc\n`,
      `+11 path=ab\n`,
      `11 path=abc`,
      `12 path=abcd`,
      `9 pathab\n`,
      `6 =ab\n`,
      `11\tpath=ab\n`,
      `12 path=abc\n\0\0\0`,
      `\n`,
      `\0`,
      "",
    ];
    entry.before.push(record("x", "PaxHeaders/x", Buffer.from(chance.pick(bodies))));
  },
  // Several headers before one entry.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const first: PaxRecords = [
      chance.pick([
        ["path", somePath(chance)],
        ["uid", "5"],
        ["comment", "x"],
      ] as const),
    ];
    entry.before.push(paxHeader(first), paxHeader([["mtime", "5"]]));
  },
  (plan, chance) => {
    const layer = someLayer(plan, chance);
    layer.end = Buffer.concat([paxHeader([["path", somePath(chance)]]), layer.end]);
  },
  // A pax header by another flag, and one with a name of its own.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    const body = paxBody([["path", chance.once(2) ? entry.name : somePath(chance)]]);
    entry.before.push(record(chance.pick(["X", "x", "E"]), somePath(chance), body));
  },
];

/** Entries of types that few know, and types that do not go with the name. */
export const typeTwists: readonly Twist[] = [
  (plan, chance) => {
    const { entry } = fileSpot(plan, chance);
    entry.type = chance.pick([
      "\0",
      "\0",
      "7",
      "0",
      "A",
      "Z",
      "V",
      "M",
      "N",
      "D",
      "S",
      "X",
      "8",
      " ",
      "\xff",
      "I",
    ]);
  },
  (plan, chance) => {
    const type = chance.pick(["\0", "7", "A", "V", "M", "N", "D", "S", "X", "E", "3", "4", "6", "s"]);
    insert(someLayer(plan, chance), chance, tarEntry({ name: somePath(chance), type, mode: 0o644 }));
  },
  // A device that an overlay takes for a whiteout.
  (plan, chance) => {
    const name = chance.pick([somePath(chance), `${destination}/config.yaml`, `${destination}/gone`]);
    const major = chance.pick([0, 0, 1]);
    const device = Buffer.from(`000000${major}\x000000000\0`);
    const entry = tarEntry({
      name,
      type: chance.pick(["3", "3", "4"]),
      raw: { patches: [{ at: 329, bytes: device }] },
    });
    insert(someLayer(plan, chance), chance, entry);
  },
  // A file whose name ends as a directory's does, and the reverse.
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.name = entry.type === "5" ? nameOf(entry) : `${nameOf(entry)}/`;
    if (entry.type === "0" && chance.once(2)) entry.type = "\0";
  },
  (plan, chance) => {
    const { entry } = anySpot(plan, chance);
    entry.type = chance.pick(["5", "0", "\0", "2", "1"]);
    entry.target = chance.pick(["", "etc/passwd", "../x"]);
  },
];
