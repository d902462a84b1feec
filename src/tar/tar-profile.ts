import type { PaxRecord } from "./pax.ts";
import type { Pending, RawHeader } from "./tar-header.ts";

/** Where an archive is read, which says how its faults are called. */
export interface TarPlace {
  /**
   * The fault of an archive that is malformed.
   * @param reason what is wrong, without a full stop
   */
  invalid(reason: string): Error;
}

/**
 * What an archive may hold, beyond what the reader asks of every one. Each method is told of something before it counts,
 * and refuses it by throwing.
 */
export interface TarProfile extends TarPlace {
  /** Each header block, those of extensions too; `raw` is what it says by itself. */
  header(raw: RawHeader, block: Buffer): void;
  /** An extension header (`x`, `g`, `L`, `K`) with its whole body; `records` are those of pax. */
  extension(raw: RawHeader, body: Buffer, records: readonly PaxRecord[]): void;
  /** What fills up the last block of the body that the last header announced. */
  padding(bytes: Uint8Array): void;
  /** A header that is an entry, with what the extension headers before it say. */
  entry(raw: RawHeader, pending: Pending): void;
  /** What comes after the two blocks that end the archive. */
  rest(bytes: Uint8Array): void;
}

/** Asks nothing beyond what the reader does. */
export function anyArchive(place: TarPlace): TarProfile {
  const accept = () => {};
  return {
    invalid: (reason) => place.invalid(reason),
    header: accept,
    extension: accept,
    padding: accept,
    entry: accept,
    rest: accept,
  };
}
