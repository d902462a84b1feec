import type { Namer } from "./named-address.ts";

/** A request's body: opened again for each try. */
export interface Body {
  /** Bytes that `open` will give. */
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body | undefined;
  /** Bytes expected in either direction; the time that a request may take grows with them. */
  readonly expectedBytes?: number | undefined;
  /** The server that named `url`; left out where the user did. */
  readonly by?: Namer | undefined;
}

/** An answer whose body has yet to be read; where it is not read to its end, the connection is closed. */
export interface Incoming {
  readonly status: number;
  /** The address that answered, after redirects. */
  readonly url: URL;
  /** A header by its lower-case name. */
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Buffer>;
  /** Ends the answer unread. */
  discard(): void;
  /** Body bytes sent before the answer came. */
  readonly sent: number;
  /** Who answered, for the addresses that the answer names. */
  readonly namer: Namer;
}

/** A body of a few bytes in memory. */
export function messageBody(bytes: Uint8Array): Body {
  return {
    size: bytes.length,
    open: async function* () {
      yield bytes;
    },
  };
}
