import { type PaxRecords, parseInteger } from "./pax.ts";
import type { TarBody } from "./tar-parser.ts";
import type { TarPlace } from "./tar-profile.ts";

/** Bytes that a map in a body may take, as in Go's `archive/tar`. */
const maxMapBytes = 1024 * 1024;
const blockBytes = 512;

/** What GNU's pax records say about a sparse file. */
export interface SparseFile {
  /** The name that they give it. */
  readonly name: string | undefined;
  /** Checks the file's map against its content, which nobody puts together here. */
  readonly body: TarBody;
}

/** True where pax records say anything about a sparse file. */
export function hasSparseRecords(pax: PaxRecords): boolean {
  return [...pax.keys()].some((key) => key.startsWith("GNU.sparse."));
}

/**
 * A sparse file of GNU's pax formats 0.0, 0.1 and 1.0, as Go's `archive/tar` takes it (`readGNUSparsePAXHeaders`).
 * @param size bytes of the entry's body
 * @returns `undefined` where Go does not know the version, and reads an ordinary entry
 * @throws the place's fault where Go refuses the map, here or at the end of the body
 */
export function sparseFile(pax: PaxRecords, size: number, place: TarPlace): SparseFile | undefined {
  const [major = "", minor = ""] = [pax.get("GNU.sparse.major"), pax.get("GNU.sparse.minor")];
  const isInRecords =
    (major === "0" && (minor === "0" || minor === "1")) ||
    (major === "" && minor === "" && !!pax.get("GNU.sparse.map"));
  if (!isInRecords && !(major === "1" && minor === "0")) return undefined;
  const stated = pax.get("GNU.sparse.size") || pax.get("GNU.sparse.realsize");
  const real = stated ? parseInteger(stated) : size;
  if (real === undefined) throw damaged(place);
  const name = pax.get("GNU.sparse.name") || undefined;
  if (!isInRecords) return { name, body: new MapInBody(size, real, place) };
  const numbers = pax.get("GNU.sparse.map") ? (pax.get("GNU.sparse.map") as string).split(",") : [];
  if (parseInteger(pax.get("GNU.sparse.numblocks") ?? "") !== numbers.length / 2) throw damaged(place);
  checkMap(numbers, real, size, place);
  return { name, body: { write: () => {}, end: () => {} } };
}

/** Format 1.0: the map stands before the content, as lines of whole blocks. */
class MapInBody implements TarBody {
  readonly #size: number;
  readonly #real: number;
  readonly #place: TarPlace;
  #text = "";
  #isRead = false;

  constructor(size: number, real: number, place: TarPlace) {
    this.#size = size;
    this.#real = real;
    this.#place = place;
  }

  write(chunk: Uint8Array): void {
    if (this.#isRead) return;
    this.#text += Buffer.from(chunk).toString("latin1");
    this.#isRead = this.#check();
    if (!this.#isRead && this.#text.length > maxMapBytes) throw damaged(this.#place);
  }

  end(): void {
    if (!this.#isRead) throw damaged(this.#place);
  }

  /** True where the whole map has arrived, and is one. */
  #check(): boolean {
    const lines = this.#text.split("\n");
    const count = lines.length > 1 ? parseInteger(lines[0] as string) : 0;
    if (count === undefined || count < 0) throw damaged(this.#place);
    if (lines.length < 2 * count + 2) return false;
    const map = lines.slice(0, 2 * count + 1);
    const mapBytes = Math.ceil((map.join("\n").length + 1) / blockBytes) * blockBytes;
    // Where the map is larger than the body, there is less than no content, which no map says.
    checkMap(map.slice(1), this.#real, this.#size - mapBytes, this.#place);
    return true;
  }
}

/** Offsets and lengths in order, within the file, and as much of them as there is content. */
function checkMap(numbers: readonly string[], real: number, content: number, place: TarPlace): void {
  let end = 0;
  let total = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    const [offset, length] = numbers.slice(at, at + 2).map(parseInteger);
    if (offset === undefined || length === undefined || offset < end || length < 0) throw damaged(place);
    end = offset + length;
    total += length;
  }
  if (end > real || total !== content) throw damaged(place);
}

function damaged(place: TarPlace): Error {
  return place.invalid("an archive has a sparse file whose map is malformed");
}
