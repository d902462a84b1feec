import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { IdentikitError } from "../../src/fault/error.ts";
import { gunzipOne } from "../../src/tree/gzip-member.ts";

const text = Buffer.from("the agent reads its prompts from here\n".repeat(4000));
const whole = gzipSync(text);
const damaged = Buffer.from(whole);
damaged.writeUInt8((damaged.at(-6) ?? 0) ^ 1, damaged.length - 6);
const bounds = { maxCompressed: 1e6, maxUnpacked: 400_000, owner: "archive" };

/** What comes of a member that arrives in pieces. */
async function unpack(pieces: Iterable<Uint8Array>): Promise<string> {
  const unpacked: Buffer[] = [];
  try {
    for await (const piece of gunzipOne(each(pieces), bounds)) unpacked.push(Buffer.from(piece));
  } catch (caught) {
    if (caught instanceof IdentikitError) return `${caught.code}: ${caught.message}`;
    throw caught;
  }
  return Buffer.concat(unpacked).equals(text) ? "the text" : "something else";
}

async function* each(pieces: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

function* partedAt(bytes: Buffer, at: number, length: number): Generator<Buffer> {
  yield bytes.subarray(0, at);
  for (let from = at; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

test.each([
  ["whole", whole, "the text"],
  ["cut short", whole.subarray(0, -1), "ARCHIVE_INVALID: archive is cut short"],
  [
    "with a byte behind it",
    Buffer.concat([whole, Buffer.from("x")]),
    "ARCHIVE_INVALID: archive goes on after the end of its gzip member",
  ],
  [
    "with a member behind it",
    Buffer.concat([whole, whole]),
    "ARCHIVE_INVALID: archive goes on after the end of its gzip member",
  ],
  ["damaged", damaged, "ARCHIVE_INVALID: archive is damaged: its checksum is not that of its content"],
  [
    "too large, with a byte behind it",
    Buffer.concat([gzipSync(Buffer.alloc(500_000)), Buffer.from("x")]),
    "ARCHIVE_TOO_LARGE: archive is over 400000 bytes unpacked",
  ],
])(
  "a gzip member that is %s comes to the same wherever its bytes are parted",
  async (_what, bytes, expected) => {
    for (const length of [1, 3, 8, 100_000])
      for (const at of [0, 1, 9, 10, 11, bytes.length - 60, bytes.length - 9, bytes.length - 8, bytes.length])
        expect(await unpack(partedAt(bytes, at, length)), `at ${at}, by ${length}`).toBe(expected);
  },
);
