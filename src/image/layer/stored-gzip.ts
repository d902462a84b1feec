import { crc32 } from "node:zlib";

const maxBlock = 0xffff;

/**
 * A gzip member (RFC 1952) of stored blocks (RFC 1951, 3.2.4): a valid layer for every reader, whose bytes no version
 * of any compressor decides. What is baked is small text, so little is lost.
 */
export function storedGzip(content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])];
  for (let at = 0; at === 0 || at < content.length; at += maxBlock) {
    const block = content.subarray(at, at + maxBlock);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + maxBlock >= content.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(content), 0);
  tail.writeUInt32LE(content.length >>> 0, 4);
  parts.push(tail);
  return Buffer.concat(parts);
}
