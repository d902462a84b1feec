import { once } from "node:events";
import type { Readable, Writable } from "node:stream";

/**
 * Takes apart what the engine sends of a container without a terminal: parts of standard output and standard error, each behind eight
 * bytes that say which and how long (Engine API, *Attach to a container*). Reads no faster than both are read.
 */
export async function demultiplex(source: Readable, stdout: Writable, stderr: Writable): Promise<void> {
  let header = Buffer.alloc(0);
  let left = 0;
  let target = stdout;
  try {
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      let rest: Buffer = chunk;
      while (rest.length > 0) {
        if (left === 0) {
          const taken = rest.subarray(0, 8 - header.length);
          header = Buffer.concat([header, taken]);
          rest = rest.subarray(taken.length);
          if (header.length < 8) break;
          target = header[0] === 2 ? stderr : stdout;
          left = header.readUInt32BE(4);
          header = Buffer.alloc(0);
          continue;
        }
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (!target.write(part)) await once(target, "drain");
      }
    }
  } catch {
    // The container, or its engine, is gone: what came before counts.
  } finally {
    stdout.end();
    stderr.end();
  }
}
