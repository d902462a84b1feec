import { textOf } from "./tar-fields.ts";
import type { TarPlace } from "./tar-profile.ts";

/** Pax records by their keys; the last one of a key counts. */
export type PaxRecords = ReadonlyMap<string, string>;

const sparseOffset = "GNU.sparse.offset";
const sparseBytes = "GNU.sparse.numbytes";
/** Records whose value must be free of NUL; of the others only the key must. */
const texts: ReadonlySet<string> = new Set(["path", "linkpath", "uname", "gname"]);
const maxInteger = 2n ** 63n - 1n;

/** One pax record. */
export interface PaxRecord {
  /** The length, as it is written. */
  readonly length: string;
  readonly key: string;
  readonly value: string;
}

/**
 * Pax records, `<length> key=value\n`, as Go's `archive/tar` reads them (`parsePAX`): the length counts the whole record.
 * @throws the place's fault where Go refuses them
 */
export function parseRecords(bytes: Buffer, place: TarPlace): PaxRecord[] {
  const records: PaxRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [record, end] = parseRecord(bytes, at, place);
    records.push(record);
    at = end;
  }
  return records;
}

/**
 * Records by their keys. The pairs of GNU's first sparse format are put together under `GNU.sparse.map`.
 * @throws the place's fault where Go refuses the pairs
 */
export function mergeRecords(records: readonly PaxRecord[], place: TarPlace): PaxRecords {
  const merged = new Map<string, string>();
  const sparse: string[] = [];
  for (const { key, value } of records) {
    if (key !== sparseOffset && key !== sparseBytes) {
      merged.set(key, value);
      continue;
    }
    if (key !== (sparse.length % 2 === 0 ? sparseOffset : sparseBytes) || value.includes(","))
      throw place.invalid("an archive has a sparse map out of order in its pax records");
    sparse.push(value);
  }
  if (sparse.length > 0) merged.set("GNU.sparse.map", sparse.join(","));
  return merged;
}

function parseRecord(bytes: Buffer, at: number, place: TarPlace): [record: PaxRecord, end: number] {
  const space = bytes.indexOf(0x20, at);
  const digits = space === -1 ? "" : bytes.toString("latin1", at, space);
  const length = parseInteger(digits);
  const end = at + (length ?? 0);
  const equals = bytes.indexOf(0x3d, space + 1);
  const isWhole =
    length !== undefined && length >= 5 && end > space + 1 && end <= bytes.length && bytes[end - 1] === 0x0a;
  if (!isWhole || equals === -1 || equals >= end - 1 || equals === space + 1)
    throw place.invalid("an archive has a malformed pax record");
  const key = textOf(bytes.subarray(space + 1, equals));
  const value = textOf(bytes.subarray(equals + 1, end - 1));
  if (texts.has(key) ? value.includes("\0") : key.includes("\0"))
    throw place.invalid("an archive has a path with NUL in a pax record");
  return [{ length: digits, key, value }, end];
}

/** A whole number in the form of Go's `strconv.ParseInt` with base 10, of 64 bits; `undefined` for anything else. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ""));
  return value > maxInteger || value < -maxInteger - 1n ? undefined : Number(value);
}

/** True for a time as Go takes it (`parsePAXTime`): whole seconds, then perhaps a point and digits. */
export function isPaxTime(text: string): boolean {
  const [, seconds = "", rest = ""] = /^([^.]*)(.*)$/s.exec(text) ?? [];
  return parseInteger(seconds) !== undefined && /^(\.[0-9]*)?$/.test(rest);
}
