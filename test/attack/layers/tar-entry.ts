import { blockBytes, type HeaderFields, headerBlock, magics, padding } from "./header-block.ts";

export type PaxValue = string | Buffer;
/** Pax records in their order; a list, as one key may stand twice. */
export type PaxRecords = readonly (readonly [string, PaxValue])[];

/** One entry of an archive as a fuzzer plans it: what it says, how it says it, and what is wrong with it. */
export interface TarEntry {
  name: string | Buffer;
  type: string;
  mode: HeaderFields["mode"];
  uid: HeaderFields["uid"];
  gid: HeaderFields["gid"];
  content: Buffer;
  target: string | Buffer;
  /** How a long name or target is written. */
  form: "ustar" | "gnu" | "pax";
  pax: PaxRecords;
  /** Whole records before the entry's own header: headers of any kind. */
  before: Buffer[];
  /** Fields that are not what the rest says. */
  raw: Partial<HeaderFields>;
}

/** An entry with the values that most have. */
export function tarEntry(changes: Partial<TarEntry> & Pick<TarEntry, "name">): TarEntry {
  return {
    type: "0",
    mode: 0o644,
    uid: 0,
    gid: 0,
    content: Buffer.alloc(0),
    target: "",
    form: "ustar",
    pax: [],
    before: [],
    raw: {},
    ...changes,
  };
}

/** The entry's bytes, with the extended headers that it needs. */
export function entryBytes(entry: TarEntry): Buffer {
  const { name, target, form } = entry;
  const parts = [...entry.before];
  const records = [...entry.pax];
  if (Buffer.byteLength(name) > 100) {
    if (form === "gnu") parts.push(longRecord("L", name));
    else records.push(["path", name]);
  }
  if (Buffer.byteLength(target) > 100) {
    if (form === "gnu") parts.push(longRecord("K", target));
    else records.push(["linkpath", target]);
  }
  if (records.length > 0) parts.push(paxHeader(records));
  const fields = fieldsOf(entry);
  parts.push(headerBlock(fields), entry.content, padding(entry.content.length));
  return Buffer.concat(parts);
}

function fieldsOf(entry: TarEntry): HeaderFields {
  return {
    name: entry.name,
    type: entry.type,
    mode: entry.mode,
    uid: entry.uid,
    gid: entry.gid,
    size: entry.content.length,
    mtime: 0,
    linkName: entry.target,
    magic: entry.form === "gnu" ? magics.gnu : magics.ustar,
    prefix: "",
    patches: [],
    checksum: "unsigned",
    ...entry.raw,
  };
}

/** A record of its own: a header of some type and a body. */
export function record(
  type: string,
  name: string | Buffer,
  body: Buffer,
  raw: Partial<HeaderFields> = {},
): Buffer {
  return entryBytes(tarEntry({ name, type, content: body, raw }));
}

/** A GNU long name (`L`) or long target (`K`), ended with NUL as GNU tar does. */
export function longRecord(type: "L" | "K", text: string | Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(text), Buffer.alloc(1)]);
  return record(type, "././@LongLink", body, { magic: magics.gnu });
}

/** A pax header with right lengths. */
export function paxHeader(records: PaxRecords, type: "x" | "g" = "x"): Buffer {
  return record(type, "PaxHeaders/x", paxBody(records));
}

export function paxBody(records: PaxRecords): Buffer {
  return Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
}

/** `<length> key=value\n`, where the length counts its own digits. */
export function paxRecord(key: string, value: PaxValue): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from("\n")]);
  let length = rest.length;
  while (length !== rest.length + String(length).length) length = rest.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** What ends an archive: two blocks of zeros. */
export const archiveEnd: Buffer = Buffer.alloc(2 * blockBytes);
