import { isAscii } from "node:buffer";

/** The records of a pax extended header. */
export type PaxRecords = ReadonlyMap<string, string>;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Records of the form `<length> <key>=<value>\n`, by the length and never by lines, as POSIX.1-2017 pax has them.
 * @returns the records, or what is wrong with them
 */
export function parsePax(body: Buffer): PaxRecords | string {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const digits = space === -1 ? "" : body.toString("latin1", at, space);
    if (!/^[1-9]\d{0,6}$/.test(digits)) return "has a pax record without a length";
    const end = at + Number(digits);
    if (end > body.length || body[end - 1] !== 0x0a) return "has a pax record of a wrong length";
    const text = decode(body.subarray(space + 1, end - 1));
    if (text === undefined) return "has a pax record that is not UTF-8";
    const equals = text.indexOf("=");
    if (equals < 1) return "has a pax record without a key";
    const key = text.slice(0, equals);
    if (records.has(key)) return `has the pax record ${JSON.stringify(key)} twice`;
    records.set(key, text.slice(equals + 1));
    at = end;
  }
  return records;
}

/** Bytes as text, `undefined` where they are not UTF-8. */
export function decode(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString("latin1");
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
