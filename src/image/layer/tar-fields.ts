import { invalid } from "../model.ts";

/** Text up to the first NUL, as UTF-8. */
export function readText(block: Buffer, at: number, length: number): string {
  const end = block.indexOf(0, at);
  return block.toString("utf8", at, end === -1 || end > at + length ? at + length : end);
}

/**
 * A number field: octal digits between spaces and NULs, or GNU's base-256 form.
 * @throws {IdentikitError} `IMAGE_INVALID` for anything else, for negative numbers and for those over 2^53
 */
export function readNumber(block: Buffer, at: number, length: number, place: string): number {
  const first = block[at] as number;
  if (first & 0x80) {
    if (first & 0x40) throw invalid(place, "an archive has a negative number in a header");
    let value = first & 0x3f;
    for (const byte of block.subarray(at + 1, at + length)) value = value * 256 + byte;
    if (Number.isSafeInteger(value)) return value;
  } else {
    const text = block.toString("latin1", at, at + length).replace(/^[ \0]+|[ \0].*$/gs, "");
    if (/^[0-7]*$/.test(text)) return text === "" ? 0 : Number.parseInt(text, 8);
  }
  throw invalid(place, "an archive has a malformed number in a header");
}

/**
 * Pax records: `<length> key=value\n`, where the length counts the whole record. A record with an empty value takes
 * an earlier one back.
 * @throws {IdentikitError} `IMAGE_INVALID`
 */
export function parsePax(bytes: Buffer, place: string): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = bytes.toString("latin1", at, space === -1 ? at : space);
    const end = at + (/^[1-9][0-9]{0,6}$/.test(digits) ? Number(digits) : 0);
    const equals = bytes.indexOf(0x3d, space);
    if (end <= space || end > bytes.length || bytes[end - 1] !== 0x0a || equals === -1 || equals >= end)
      throw invalid(place, "an archive has a malformed pax record");
    const key = bytes.toString("utf8", space + 1, equals);
    const value = bytes.toString("utf8", equals + 1, end - 1);
    if ((key === "path" || key === "linkpath") && value.includes("\0"))
      throw invalid(place, "an archive has a path with NUL in a pax record");
    if (value === "") records.delete(key);
    else records.set(key, value);
    at = end;
  }
  return records;
}
