/** A field of a tar header: a number as octal digits, text, or the bytes as they are to stand. */
export type Field = number | string | Buffer;

/** The fields of one tar header (POSIX.1-1988 ustar, with the variants that GNU and star made of it). */
export interface HeaderFields {
  readonly name: string | Buffer;
  readonly type: string;
  readonly mode: Field;
  readonly uid: Field;
  readonly gid: Field;
  readonly size: Field;
  readonly mtime: Field;
  readonly linkName: string | Buffer;
  /** Magic and version, eight bytes. */
  readonly magic: string;
  readonly prefix: string | Buffer;
  /** Bytes anywhere in the header, laid over the fields. */
  readonly patches: readonly { readonly at: number; readonly bytes: Buffer }[];
  readonly checksum: "unsigned" | "signed" | "wrong" | "spaced";
}

export const blockBytes = 512;
export const magics = {
  ustar: "ustar\x0000",
  gnu: "ustar  \0",
  v7: "\0\0\0\0\0\0\0\0",
} as const;

/** One header, byte by byte. */
export function headerBlock(fields: HeaderFields): Buffer {
  const block = Buffer.alloc(blockBytes);
  const put = (at: number, length: number, field: Field) => {
    const bytes =
      typeof field === "number" ? octal(field, length) : Buffer.isBuffer(field) ? field : Buffer.from(field);
    bytes.copy(block, at, 0, Math.min(length, bytes.length));
  };
  put(0, 100, fields.name);
  put(100, 8, fields.mode);
  put(108, 8, fields.uid);
  put(116, 8, fields.gid);
  put(124, 12, fields.size);
  put(136, 12, fields.mtime);
  block.write(fields.type, 156, 1, "latin1");
  put(157, 100, fields.linkName);
  block.write(fields.magic, 257, 8, "latin1");
  put(345, 155, fields.prefix);
  for (const { at, bytes } of fields.patches) bytes.copy(block, at);
  writeChecksum(block, fields.checksum);
  return block;
}

function writeChecksum(block: Buffer, form: HeaderFields["checksum"]): void {
  block.fill(" ", 148, 156);
  let sum = 0;
  for (const byte of block) sum += form === "signed" && byte > 127 ? byte - 256 : byte;
  if (form === "wrong") sum += 1;
  const digits = Math.max(0, sum).toString(8);
  const text = form === "spaced" ? `${digits.padStart(7, " ")} ` : `${digits.padStart(6, "0")}\0 `;
  block.write(text, 148, 8, "latin1");
}

/** Octal digits, and GNU's base-256 form for a number that is too large for them. */
export function octal(value: number, length: number): Buffer {
  const digits = value.toString(8);
  if (digits.length < length) return Buffer.from(`${digits.padStart(length - 1, "0")}\0`);
  return base256(value, length);
}

/** GNU's binary form: the first bit says so, the rest is the number in two's complement. */
export function base256(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length, value < 0 ? 0xff : 0);
  let rest = BigInt(value);
  for (let at = length - 1; at >= Math.max(0, length - 8); at--) {
    bytes[at] = Number(BigInt.asUintN(8, rest));
    rest >>= 8n;
  }
  bytes[0] = ((bytes[0] as number) & 0x7f) | 0x80 | (value < 0 ? 0x40 : 0);
  return bytes;
}

/** What follows content so that the next header starts at a whole block. */
export function padding(length: number): Buffer {
  return Buffer.alloc(-length & (blockBytes - 1));
}
