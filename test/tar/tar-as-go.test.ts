import { describe, expect, it } from "vitest";
import { imageArchive } from "../../src/image/layer/image-archive.ts";
import { type TarHeader, TarParser } from "../../src/tar/tar-parser.ts";
import {
  directory,
  entryBlocks,
  file,
  longHeader,
  paxHeader,
  paxRecord,
  type RawFields,
  rawHeader,
  symlink,
  tarHeader,
  withBody,
  writeBlocks,
} from "../image/tar-entries.ts";

/** The headers that a reader is given; what a row leaves out may be anything. */
function read(archive: Buffer): TarHeader[] {
  const headers: TarHeader[] = [];
  for (const pieces of [1, 513, archive.length]) {
    headers.length = 0;
    const parser = new TarParser((header) => {
      headers.push(header);
      return undefined;
    }, imageArchive("test"));
    for (let at = 0; at < archive.length; at += pieces) parser.write(archive.subarray(at, at + pieces));
    parser.end();
  }
  return headers;
}

const entry = (fields: RawFields) => rawHeader(file("name", ""), 0, fields);
const plain = entryBlocks(file("name", ""));
const pax = (...records: readonly (readonly [string, string | Buffer])[]) =>
  paxHeader(Buffer.concat(records.map(([key, value]) => paxRecord(key, value))));
const bytes = (...values: readonly number[]) => Buffer.from(values);

describe("a header, as Go's archive/tar reads it,", () => {
  it.each<[string, Buffer, Partial<TarHeader>]>([
    ["has ustar's prefix", entry({ prefix: "a/b" }), { path: "a/b/name" }],
    ["has no prefix without ustar's magic", entry({ magic: "ustarX00", prefix: "a" }), { path: "name" }],
    ["has GNU's magic and no prefix", entry({ magic: "ustar  \0", prefix: "00000000000" }), { path: "name" }],
    [
      "has GNU's magic and a prefix that no time is",
      entry({ magic: "ustar  \0", prefix: "opt/d" }),
      { path: "opt/d/name" },
    ],
    [
      "has GNU's magic and a prefix that is not ASCII",
      entry({ magic: "ustar  \0", prefix: "öpt" }),
      { path: "name" },
    ],
    [
      "has GNU's magic and no version of GNU's",
      entry({ magic: "ustar \0\0", prefix: "opt" }),
      { path: "name" },
    ],
    [
      "has star's trailer and shorter prefix",
      entry({ prefix: `${"p".repeat(131)}0000000`, tail: "\0\0\0\0\0\0\0\0tar\0" }),
      { path: `${"p".repeat(131)}/name` },
    ],
    ["has a mode in octal with blanks about it", entry({ mode: " 755 \0" }), { mode: 0o755 }],
    ["has a mode with the bits of a regular file", entry({ mode: "0100644\0" }), { mode: 0o644 }],
    ["has a mode in base 256", entry({ mode: bytes(0x80, 0, 0, 0, 0, 0, 0x81, 0xed) }), { mode: 0o755 }],
    ["has a negative mode", entry({ mode: bytes(255, 255, 255, 255, 255, 255, 255, 254) }), { mode: 0o7776 }],
    ["has a mode beyond 2^53", entry({ mode: bytes(0x80, 0xff, 0, 0, 0, 0, 1, 0xa4) }), { mode: 0o644 }],
    ["has an empty number", entry({ uid: "" }), { uid: 0 }],
    ["has an owner in base 256", entry({ uid: bytes(0x80, 0, 0, 1, 0, 0, 0, 0) }), { uid: 2 ** 32 }],
    ["has a negative owner", entry({ uid: bytes(255, 255, 255, 255, 255, 255, 255, 254) }), { uid: -2 }],
    ["is a file with a slash at its end", entry({ name: "name/" }), { path: "name/", type: "file" }],
    [
      "is a directory by its slash, where its type is none",
      entry({ flag: "\0", name: "name/" }),
      { type: "directory" },
    ],
    ["is contiguous, which no engine unpacks", entry({ flag: "7" }), { type: "unknown" }],
    [
      "is a device of V7, which has no numbers",
      rawHeader({ path: "n", type: "device" }, 0, { magic: "" }),
      { isOverlayWhiteout: true },
    ],
    ["is /dev/null", tarHeader({ path: "n", type: "device" }, 0), { isOverlayWhiteout: false }],
    [
      "is a device whose numbers a kernel cuts to 0:0",
      rawHeader({ path: "n", type: "device", device: [4096, 1048576] }, 0, {}),
      { isOverlayWhiteout: true },
    ],
    [
      "is a directory with a size and no body",
      rawHeader(directory("name/"), 512, {}),
      { size: 0, type: "directory" },
    ],
  ])("%s", (_, blocks, header) => {
    expect(read(writeBlocks(blocks, plain))).toMatchObject([header, { path: "name" }]);
  });

  it.each<[string, Buffer]>([
    ["a number with a blank in it", entry({ mode: "12 34" })],
    ["a number with digits that are not octal", entry({ uid: "0000008" })],
    ["a signed number", entry({ gid: "-1" })],
    ["a number over 64 bits", entry({ mtime: bytes(0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0) })],
    ["a time that is no number", entry({ mtime: "yesterday" })],
    ["a device that is no number", entry({ major: "one" })],
    [
      "a star time that is no number",
      entry({ tail: "00000000tar\0", prefix: Buffer.concat([Buffer.alloc(131), Buffer.from("time")]) }),
    ],
    ["a negative size", entry({ size: bytes(...Array(12).fill(255)) })],
    [
      "a size that no archive has",
      entry({ size: bytes(0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255) }),
    ],
    ["GNU's sparse type without its magic", entry({ flag: "S" })],
    [
      "a pax header of a negative size",
      rawHeader(file("pax", ""), 0, { flag: "x", size: bytes(...Array(12).fill(255)) }),
    ],
  ])("is refused with %s", (_, blocks) => {
    expect(() => read(writeBlocks(blocks))).toThrow(expect.objectContaining({ code: "IMAGE_INVALID" }));
  });
});

describe("what stands before a header", () => {
  it.each<[string, readonly Buffer[], Partial<TarHeader>]>([
    ["names it: pax", [pax(["path", "a/b"])], { path: "a/b" }],
    ["takes a name back, where pax has an empty one", [pax(["path", "a/b"], ["path", ""])], { path: "name" }],
    ["counts last, of two records of one key", [pax(["path", "a"], ["path", "b"])], { path: "b" }],
    [
      "counts last, of two pax headers",
      [pax(["path", "a"], ["uid", "5"]), pax(["gid", "6"])],
      { path: "name", uid: 0, gid: 6 },
    ],
    ["names it: GNU, over pax", [longHeader("L", "long\0"), pax(["path", "a"])], { path: "long" }],
    ["says nothing: an empty GNU name", [longHeader("L", ""), pax(["path", "a"])], { path: "a" }],
    ["says nothing: a GNU name of NULs", [longHeader("L", "\0\0\0")], { path: "name" }],
    ["ends at a NUL: a GNU name", [longHeader("L", "opt\0/d")], { path: "opt" }],
    [
      "takes a name back: a second, empty GNU name",
      [longHeader("L", "x\0"), longHeader("L", "\0")],
      { path: "name" },
    ],
    ["points it elsewhere: GNU", [longHeader("K", "there\0")], { target: "there" }],
    ["points it elsewhere: pax", [pax(["linkpath", "there"])], { target: "there" }],
    ["owns it: pax", [pax(["uid", "4294967296"], ["gid", "-1"])], { uid: 2 ** 32, gid: -1 }],
    ["owns it: pax, as Go writes numbers", [pax(["uid", "+007"])], { uid: 7 }],
    ["gives its time: pax", [pax(["mtime", "-1.5"], ["atime", "1."])], { path: "name" }],
    ["names a charset that nobody asks for", [pax(["hdrcharset", "BINARY"], ["path", "a"])], { path: "a" }],
    [
      "gives attributes: pax",
      [pax(["SCHILY.xattr.security.capability", bytes(1, 0, 2)], ["LIBARCHIVE.xattr.user%2Ea", "eA"])],
      { attributes: { set: ["security.capability"], passedOver: ["user.a"] } },
    ],
    ["has a length with zeros before it", [paxHeader("0012 path=a\n")], { path: "a" }],
  ])("%s", (_, before, header) => {
    expect(read(writeBlocks(...before, plain, plain))).toMatchObject([header, { path: "name" }]);
  });

  it.each<[string, Buffer]>([
    ["without a length", paxHeader(" path=a\n")],
    ["with a length that is too large", paxHeader("99 path=a\n")],
    ["with a length that is too small", paxHeader("4 a\n")],
    ["without a key", paxHeader("7 =abc\n")],
    ["without an equals sign", paxHeader("10 path a\n")],
    ["without a newline", paxHeader("10 path=abc")],
    ["with NUL in a name", pax(["path", "a\0b"])],
    ["with NUL in a user's name", pax(["uname", "a\0b"])],
    ["with NUL in a key", pax(["a\0b", "1"])],
    ["with an owner that is no number", pax(["uid", "0x5"])],
    ["with an owner over 64 bits", pax(["gid", "9223372036854775808"])],
    ["with a negative size", pax(["size", "-1"])],
    ["with a time that is none", pax(["mtime", ".5"])],
    ["with another time that is none", pax(["ctime", "1.5s"])],
    ["with a sparse map out of order", pax(["GNU.sparse.numbytes", "1"], ["GNU.sparse.offset", "0"])],
    ["with half a sparse map", pax(["GNU.sparse.map", "0,1,2"], ["GNU.sparse.numblocks", "1"])],
    [
      "with a sparse map beyond its file",
      pax(["GNU.sparse.map", "5,1"], ["GNU.sparse.numblocks", "1"], ["GNU.sparse.size", "2"]),
    ],
  ])("is refused: a pax record %s", (_, before) => {
    expect(() => read(writeBlocks(before, plain))).toThrow(
      expect.objectContaining({ code: "IMAGE_INVALID" }),
    );
  });

  it("is forgotten where a global header follows, which is given as an entry of its own", () => {
    const record = paxRecord("path", "g");
    const global = withBody(tarHeader(file("pax_global_header", ""), record.length, "g"), record);
    const headers = read(writeBlocks(pax(["path", "a"]), longHeader("L", "b\0"), global, plain));
    expect(headers).toMatchObject([
      { type: "global", path: "g", alias: "pax_global_header" },
      { type: "file", path: "name" },
    ]);
  });

  it("is the same for the next entry's body: a size of pax counts", () => {
    const archive = writeBlocks(pax(["size", "600"]), tarHeader(file("a", ""), 5), Buffer.alloc(1024), plain);
    expect(read(archive)).toMatchObject([{ path: "a", size: 600 }, { path: "name" }]);
  });
});

describe("names", () => {
  it("that are not UTF-8 stay apart, from each other and from every name that is", () => {
    const names = [
      bytes(0x61, 0xff),
      bytes(0x61, 0xfe),
      bytes(0xc3),
      bytes(0xef, 0xbf, 0xbd),
      Buffer.from("a\\xff"),
    ];
    const paths = names.flatMap((name) => read(writeBlocks(entry({ name }))).map(({ path }) => path));
    expect(new Set(paths).size).toBe(names.length);
  });

  it("that are not UTF-8 leave the directories above them what they are", () => {
    const name = Buffer.concat([Buffer.from("öpt/"), bytes(0xff), Buffer.from("/d")]);
    const [header] = read(writeBlocks(entry({ name })));
    expect(header?.path.split("/")).toEqual(["öpt", "\udcff", "d"]);
  });
});

describe("sparse files", () => {
  const map: readonly (readonly [string, string])[] = [
    ["GNU.sparse.major", "1"],
    ["GNU.sparse.minor", "0"],
    ["GNU.sparse.realsize", "9"],
  ];
  const body = (text: string, content: string) =>
    Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length), Buffer.from(content)]);
  const sparse = (records: readonly (readonly [string, string])[], content: Buffer) =>
    writeBlocks(pax(...records), withBody(tarHeader(file("plain", ""), content.length), content), plain);

  it("have the name that their records give them, and the header's as well", () => {
    const named = sparse([...map, ["GNU.sparse.name", "opt/d/a"]], body("1\n2\n3\n", "abc"));
    expect(read(named)).toMatchObject([
      { type: "sparse", path: "opt/d/a", alias: "plain" },
      { path: "name" },
    ]);
    const unknown = sparse([["GNU.sparse.name", "opt/d/a"]], Buffer.from("abc"));
    expect(read(unknown)).toMatchObject([
      { type: "sparse", path: "plain", alias: "opt/d/a" },
      { path: "name" },
    ]);
  });

  it.each<[string, Buffer]>([
    ["no number", body("x\n", "")],
    ["more entries than it counts", body("1\n2\n3\n", "abcd")],
    ["fewer bytes than it counts", body("1\n2\n3\n", "ab")],
    ["no end", Buffer.from("1\n2")],
    ["an entry beyond its file", body("1\n8\n3\n", "abc")],
    ["entries out of order", body("2\n4\n1\n0\n1\n", "ab")],
    ["a negative count", body("-1\n", "")],
  ])("are refused where their map has %s", (_, content) => {
    expect(() => read(sparse(map, content))).toThrow(expect.objectContaining({ code: "IMAGE_INVALID" }));
  });

  it("are refused where they are no files", () => {
    const archive = writeBlocks(pax(...map), entryBlocks(symlink("a", "b")));
    expect(() => read(archive)).toThrow(expect.objectContaining({ code: "IMAGE_INVALID" }));
  });
});

describe("the end of an archive", () => {
  it.each<[string, Buffer, number]>([
    ["may be missing", plain, 1],
    ["may be one block", Buffer.concat([plain, Buffer.alloc(512)]), 1],
    ["may be within the padding", entryBlocks(file("a", "xyz")).subarray(0, 600), 1],
    ["may stand after headers that belong to nothing", Buffer.concat([plain, longHeader("L", "x")]), 1],
    ["may be followed by anything", Buffer.concat([writeBlocks(plain), plain, Buffer.alloc(99, 1)]), 1],
  ])("%s", (_, archive, count) => {
    expect(read(archive)).toHaveLength(count);
  });

  it.each<[string, Buffer]>([
    ["in a header", plain.subarray(0, 300)],
    ["in a body", entryBlocks(file("a", "x".repeat(600))).subarray(0, 1000)],
    ["in a pax header", pax(["path", "a"]).subarray(0, 520)],
    ["in the block after one of NULs", Buffer.concat([plain, Buffer.alloc(600)])],
    ["with something after one block of NULs", Buffer.concat([plain, Buffer.alloc(512), plain])],
  ])("is refused %s", (_, archive) => {
    expect(() => read(archive)).toThrow(expect.objectContaining({ code: "IMAGE_INVALID" }));
  });
});
