import { type FileHandle, open } from "node:fs/promises";
import { pause } from "../fault/stopped.ts";
import { codeOf } from "../fault/thrown.ts";
import { fileFault } from "../tree/file-fault.ts";

/** A line of an event file. */
export interface TailedEvent {
  /** Where the next line starts, in bytes: what resumes behind this event. */
  readonly id: number;
  readonly event: string;
  /** Everything else that the event says, as JSON. */
  readonly data: string;
}

export interface TailOptions {
  /** An {@link TailedEvent.id} to go on behind; 0 for everything; left out, only what is yet to come. */
  readonly after?: number;
  readonly signal: AbortSignal;
}

const pollMs = 200;
const chunkBytes = 64 * 1024;
/** A longer line is no event of ours, and is passed over. */
const maxLineBytes = 1024 * 1024;
const lineFeed = 10;

/**
 * The events of a file, those that are there and then those that are appended, until `signal` is aborted. A file that
 * does not exist yet is waited for; one that became shorter was started over, and is read from its start.
 * @throws {IdentikitError} `FILE_UNREADABLE`
 */
export async function* tailEvents(file: string, { after, signal }: TailOptions): AsyncGenerator<TailedEvent> {
  let at = after ?? (await sizeOf(file));
  let skipping = at > 0 && !(await isLineStart(file, at));
  while (!signal.aborted) {
    const size = await sizeOf(file);
    if (size < at) {
      at = 0;
      skipping = false;
    }
    const chunk = size > at ? await readAt(file, at) : Buffer.alloc(0);
    const end = chunk.lastIndexOf(lineFeed) + 1;
    for (let start = 0; start < end; ) {
      const next = chunk.indexOf(lineFeed, start) + 1;
      const parsed = skipping ? undefined : parse(chunk.subarray(start, next), at + next);
      skipping = false;
      start = next;
      if (parsed) yield parsed;
    }
    at += end;
    if (end === 0 && chunk.length >= maxLineBytes) {
      at += chunk.length;
      skipping = true;
    } else if (end === 0) {
      await pause(pollMs, signal).catch(() => {});
    }
  }
}

function parse(line: Buffer, id: number): TailedEvent | undefined {
  try {
    const { event, ...data } = JSON.parse(line.toString());
    return typeof event === "string" && /^\w+$/.test(event)
      ? { id, event, data: JSON.stringify(data) }
      : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(file: string): Promise<number> {
  return (await withFile(file, async (handle) => (await handle.stat()).size)) ?? 0;
}

async function isLineStart(file: string, at: number): Promise<boolean> {
  const byte = await withFile(file, (handle) => handle.read({ buffer: Buffer.alloc(1), position: at - 1 }));
  return byte?.bytesRead === 1 && byte.buffer[0] === lineFeed;
}

/** A piece of the file, made larger until a whole line is in it or it is longer than any. */
async function readAt(file: string, position: number): Promise<Buffer> {
  for (let length = chunkBytes; ; length *= 4) {
    const read = await withFile(file, (handle) => handle.read({ buffer: Buffer.alloc(length), position }));
    const chunk = read ? read.buffer.subarray(0, read.bytesRead) : Buffer.alloc(0);
    if (chunk.length < length || length >= maxLineBytes || chunk.includes(lineFeed)) return chunk;
  }
}

async function withFile<Result>(
  file: string,
  use: (handle: FileHandle) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    await using handle = await open(file, "r");
    return await use(handle);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw fileFault("FILE_UNREADABLE", file, cause);
  }
}
