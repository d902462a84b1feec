import type { Digest } from "../../tree/digest.ts";

/** What a request was for. A mount is an `upload-start`, as a refused one starts the upload. */
export type RequestKind =
  | "token"
  | "manifest-read"
  | "manifest-write"
  | "blob-read"
  | "blob-probe"
  | "upload-start"
  | "upload"
  | "upload-status";

/** One HTTP request, from when its answer came or failed to come. */
export interface RequestRecord {
  readonly kind: RequestKind;
  readonly method: string;
  readonly host: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Body bytes. */
  readonly sent: number;
  /** Body bytes; grows while the answer is read. */
  readonly received: number;
}

/** How far a blob is. */
export interface TransferProgress {
  readonly direction: "up" | "down";
  readonly digest: Digest;
  /** Bytes moved, of `size`. */
  readonly moved: number;
  readonly size: number;
}

export interface TrafficSummary {
  /** All requests but those for tokens, failed tries and authentication challenges included. */
  readonly requests: number;
  readonly tokenRequests: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly byKind: Readonly<Partial<Record<RequestKind, number>>>;
}

/** Counts requests; give its `record` as `onRequest`. */
export class TrafficMeter {
  readonly #records: RequestRecord[] = [];

  readonly record = (request: RequestRecord): void => {
    this.#records.push(request);
  };

  summary(): TrafficSummary {
    const byKind: Partial<Record<RequestKind, number>> = {};
    let bytesSent = 0;
    let bytesReceived = 0;
    for (const { kind, sent, received } of this.#records) {
      byKind[kind] = (byKind[kind] ?? 0) + 1;
      bytesSent += sent;
      bytesReceived += received;
    }
    const tokenRequests = byKind.token ?? 0;
    return {
      requests: this.#records.length - tokenRequests,
      tokenRequests,
      bytesSent,
      bytesReceived,
      byKind,
    };
  }
}
