/** One entry of a layer that a test writes. */
export interface TestEntry {
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "link" | "fifo" | "device" | "global";
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly content?: string;
  /** Of links. */
  readonly target?: string;
  /** Of devices, 1:3 (`/dev/null`) where it is left out. */
  readonly device?: readonly [number, number];
  /** Pax records that stand before the entry; of a global header, in it. */
  readonly pax?: Readonly<Record<string, string | Buffer>>;
}

/** Fields of a header block that are written as they are, whatever the rest of it says. */
export interface RawFields {
  readonly flag?: string;
  readonly name?: Buffer | string;
  readonly mode?: Buffer | string;
  readonly uid?: Buffer | string;
  readonly gid?: Buffer | string;
  readonly size?: Buffer | string;
  readonly mtime?: Buffer | string;
  readonly magic?: Buffer | string;
  readonly major?: Buffer | string;
  readonly prefix?: Buffer | string;
  /** From byte 500 on, where star has its own magic at 508. */
  readonly tail?: Buffer | string;
}

const flags = {
  file: "0",
  link: "1",
  symlink: "2",
  device: "3",
  directory: "5",
  fifo: "6",
  global: "g",
} as const;
const places = {
  flag: [156, 1],
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  magic: [257, 8],
  major: [329, 8],
  prefix: [345, 155],
  tail: [500, 12],
} as const;

/** A ustar archive, field by field, so that tests can write what no good tool would. */
export function writeTarEntries(entries: readonly TestEntry[]): Buffer {
  return writeBlocks(...entries.map(entryBlocks));
}

/** Blocks, and those that end an archive. */
export function writeBlocks(...blocks: readonly Buffer[]): Buffer {
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** One entry's blocks. */
export function entryBlocks(entry: TestEntry): Buffer {
  if (entry.type === "global") return withBody(tarHeader(entry, paxBody(entry).length), paxBody(entry));
  const content = Buffer.from(entry.type === "file" ? (entry.content ?? "") : "");
  const before = entry.pax ? [paxHeader(paxBody(entry))] : [];
  return Buffer.concat([...before, withBody(tarHeader(entry, content.length), content)]);
}

/** A header block with what belongs to it, filled up to whole blocks. */
export function withBody(header: Buffer, body: Buffer | string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([header, bytes, Buffer.alloc(-bytes.length & 511)]);
}

/** A pax extended header with this body. */
export function paxHeader(body: Buffer | string): Buffer {
  return withBody(tarHeader(file("pax", ""), Buffer.byteLength(body), "x"), body);
}

/** GNU's long name (`L`) or long target (`K`). */
export function longHeader(flag: "L" | "K", body: Buffer | string): Buffer {
  return withBody(tarHeader(file("././@LongLink", ""), Buffer.byteLength(body), flag), body);
}

/** One pax record, whose length counts its own digits. */
export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function paxBody({ pax = {} }: TestEntry): Buffer {
  return Buffer.concat(Object.entries(pax).map(([key, value]) => paxRecord(key, value)));
}

/** One header block; `flag` is for types that {@link TestEntry} does not have. */
export function tarHeader(entry: TestEntry, size: number, flag: string = flags[entry.type]): Buffer {
  const block = Buffer.alloc(512);
  const mode = entry.mode ?? (entry.type === "directory" ? 0o755 : 0o644);
  block.write(entry.path, 0, 100);
  block.write(`${mode.toString(8).padStart(7, "0")}`, 100);
  block.write(`${(entry.uid ?? 0).toString(8).padStart(7, "0")}`, 108);
  block.write(`${(entry.gid ?? 0).toString(8).padStart(7, "0")}`, 116);
  block.write(size.toString(8).padStart(11, "0"), 124);
  block.write("00000000000", 136);
  block.write(flag, 156);
  block.write(entry.target ?? "", 157, 100);
  block.write("ustar\u000000", 257);
  const [major, minor] = entry.device ?? [1, 3];
  if (entry.type === "device") {
    block.write(major.toString(8).padStart(7, "0"), 329);
    block.write(minor.toString(8).padStart(7, "0"), 337);
  }
  return sealed(block);
}

/** A header block in which some fields are other bytes; its checksum is right. */
export function rawHeader(entry: TestEntry, size: number, fields: RawFields): Buffer {
  const block = tarHeader(entry, size);
  for (const [field, value] of Object.entries(fields)) {
    const [at, length] = places[field as keyof RawFields];
    const bytes = Buffer.from(value);
    block.fill(0, at, at + length);
    bytes.copy(block, at, 0, length);
  }
  return sealed(block);
}

function sealed(block: Buffer): Buffer {
  block.write(" ".repeat(8), 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return block;
}

export const file = (path: string, content: string, more: Partial<TestEntry> = {}): TestEntry => ({
  path,
  type: "file",
  content,
  ...more,
});
export const directory = (path: string, more: Partial<TestEntry> = {}): TestEntry => ({
  path,
  type: "directory",
  ...more,
});
export const symlink = (path: string, target: string): TestEntry => ({ path, type: "symlink", target });
export const link = (path: string, target: string, more: Partial<TestEntry> = {}): TestEntry => ({
  path,
  type: "link",
  target,
  ...more,
});
export const whiteout = (path: string): TestEntry => file(path.replace(/([^/]+)$/, ".wh.$1"), "");
export const opaque = (path: string): TestEntry => file(`${path}/.wh..wh..opq`, "");
/** An extended attribute as tools write it into a layer. */
export const attribute = (name: string, value = "y"): Partial<TestEntry> => ({
  pax: { [`SCHILY.xattr.${name}`]: value },
});
