import { type PaxRecords, type PaxValue, paxBody, paxHeader, record } from "../tar-entry.ts";
import { anySpot, nameOf, someLayer, somePath, type Twist } from "../twist.ts";

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
