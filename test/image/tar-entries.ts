/** One entry of a layer that a test writes. */
export interface TestEntry {
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "link" | "fifo" | "device";
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly content?: string;
  /** Of links. */
  readonly target?: string;
}

const flags = { file: "0", link: "1", symlink: "2", device: "3", directory: "5", fifo: "6" } as const;

/** A ustar archive, field by field, so that tests can write what no good tool would. */
export function writeTarEntries(entries: readonly TestEntry[]): Buffer {
  const blocks = entries.flatMap((entry) => {
    const content = Buffer.from(entry.type === "file" ? (entry.content ?? "") : "");
    return [tarHeader(entry, content.length), content, Buffer.alloc(-content.length & 511)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
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
  block.write(" ".repeat(8), 148);
  block.write(flag, 156);
  block.write(entry.target ?? "", 157, 100);
  block.write("ustar\u000000", 257);
  if (entry.type === "device") block.write("0000001\u00000000003", 329);
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
export const directory = (path: string): TestEntry => ({ path, type: "directory" });
export const symlink = (path: string, target: string): TestEntry => ({ path, type: "symlink", target });
export const link = (path: string, target: string, more: Partial<TestEntry> = {}): TestEntry => ({
  path,
  type: "link",
  target,
  ...more,
});
export const whiteout = (path: string): TestEntry => file(path.replace(/([^/]+)$/, ".wh.$1"), "");
export const opaque = (path: string): TestEntry => file(`${path}/.wh..wh..opq`, "");
