import { type StoreGit, unusable } from "../store/store-git.ts";

const batchBytes = 16 * 1024 * 1024;

/**
 * The bytes of blobs of the store, a batch after the other, so that never much more than 16 MiB (or one blob) is held.
 * @param objects IDs of blobs
 * @throws {IdentikitError} `STORE_UNUSABLE`, also where one is missing
 */
export async function* readObjects(
  git: StoreGit,
  objects: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly [object: string, bytes: Buffer]> {
  if (objects.length === 0) return;
  const sizes = await sizesOf(git, objects, signal);
  for (let at = 0; at < objects.length; ) {
    const batch: string[] = [];
    let bytes = 0;
    while (at < objects.length && (batch.length === 0 || bytes + (sizes[at] ?? 0) <= batchBytes)) {
      bytes += sizes[at] ?? 0;
      batch.push(objects[at] ?? "");
      at++;
    }
    yield* readBatch(git, batch, bytes, signal);
  }
}

async function* readBatch(
  git: StoreGit,
  batch: readonly string[],
  bytes: number,
  signal: AbortSignal,
): AsyncGenerator<readonly [string, Buffer]> {
  const output = await git.ask(["cat-file", "--batch"], signal, {
    input: Buffer.from(batch.map((object) => `${object}\n`).join("")),
    maxOutput: bytes + batch.length * 120,
  });
  let at = 0;
  for (const object of batch) {
    const end = output.indexOf(0x0a, at);
    const [, size] = new RegExp(`^${object} blob (\\d+)$`).exec(output.toString("latin1", at, end)) ?? [];
    if (size === undefined) throw unusable(`the object ${object} is missing`);
    at = end + 1 + Number(size) + 1;
    yield [object, output.subarray(end + 1, at - 1)];
  }
}

async function sizesOf(git: StoreGit, objects: readonly string[], signal: AbortSignal): Promise<number[]> {
  const output = await git.ask(["cat-file", "--batch-check=%(objecttype) %(objectsize)"], signal, {
    input: Buffer.from(objects.map((object) => `${object}\n`).join("")),
    maxOutput: objects.length * 120,
  });
  return output
    .toString()
    .trimEnd()
    .split("\n")
    .map((line, index) => {
      const [, size] = /^blob (\d+)$/.exec(line) ?? [];
      if (size === undefined) throw unusable(`the object ${objects[index]} is missing`);
      return Number(size);
    });
}
