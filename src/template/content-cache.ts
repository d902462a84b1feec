import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { writeFileIn } from "../tree/atomic-file.ts";
import { digestOf } from "../tree/digest.ts";
import { readFileIn } from "../tree/file-reader.ts";
import { FileTree } from "../tree/file-tree.ts";
import type { Policy } from "./policy.ts";
import type { Revision, SourceContent, TemplateSource } from "./source.ts";

const headSchema = z.strictObject({
  source: z.string(),
  commit: z.string(),
  policy: z.string(),
  treeDigest: z.string(),
  leftOut: z.array(z.string()),
  files: z.array(z.strictObject({ path: z.string(), mode: z.number(), size: z.int().min(0) })),
});

/** Entries that are kept; the oldest go first. */
const maxEntries = 200;
const maxEntryBytes = 256 * 1024 * 1024;

/**
 * Assets by source, commit and policy, on this machine. A commit's content never changes, so that nothing in here can
 * be stale; what a ref stands for is not kept. An entry that is damaged counts as none, and a place that cannot be
 * written keeps nothing: the cache saves time and is never a reason to fail.
 */
export class ContentCache {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get(source: string, commit: string, policy: Policy): SourceContent | undefined {
    return unlessFault(() => {
      using directory = AnchoredDirectory.open(this.#directory);
      const file = readFileIn(directory, nameOf(source, commit, policy), maxEntryBytes);
      return file && unpack(file.bytes, commit);
    });
  }

  put(source: string, commit: string, policy: Policy, { tree, leftOut }: SourceContent): void {
    const files = [...tree];
    const head = {
      source,
      commit,
      policy: policy.name,
      treeDigest: tree.digest,
      leftOut,
      files: files.map(({ path, mode, bytes }) => ({ path, mode, size: bytes.length })),
    };
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(head)}\n`),
      ...files.map((file) => file.bytes),
    ]);
    unlessFault(() => {
      using directory = AnchoredDirectory.make(this.#directory, 0o700);
      writeFileIn(directory, nameOf(source, commit, policy), bytes, { mode: 0o600, sync: false });
      this.#prune();
    });
  }

  #prune(): void {
    const names = readdirSync(this.#directory).filter((name) => name.endsWith(".tree"));
    if (names.length <= maxEntries) return;
    const aged = names.map((name) => {
      const path = join(this.#directory, name);
      return { path, time: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
    });
    aged.sort((a, b) => a.time - b.time);
    for (const { path } of aged.slice(0, aged.length - maxEntries)) rmSync(path, { force: true });
  }
}

/** A source whose commits are read through a cache: what is there is not asked for again. */
export class CachedSource implements TemplateSource {
  readonly description: string;
  readonly #source: TemplateSource;
  readonly #cache: ContentCache;

  constructor(source: TemplateSource, cache: ContentCache) {
    this.description = source.description;
    this.#source = source;
    this.#cache = cache;
  }

  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision | undefined> {
    return this.#source.resolve(ref, signal);
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) return this.#source.read(revision, policy, signal);
    const { commit } = revision;
    const known = this.#cache.get(this.description, commit, policy);
    if (known) return known;
    const content = await this.#source.read(revision, policy, signal);
    this.#cache.put(this.description, commit, policy, content);
    return content;
  }
}

function unlessFault<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (caught) {
    if (caught instanceof IdentikitError) return undefined;
    throw caught;
  }
}

function nameOf(source: string, commit: string, policy: Policy): string {
  const key = JSON.stringify([1, source, commit, policy.name, policy.roots]);
  return `${digestOf(key).slice(7)}.tree`;
}

function unpack(bytes: Buffer, commit: string): SourceContent | undefined {
  const end = bytes.indexOf(0x0a);
  const head = parseHead(bytes.toString("utf8", 0, Math.max(0, end)));
  if (!head || head.commit !== commit) return undefined;
  let at = end + 1;
  const files = head.files.map(({ path, mode, size }) => {
    at += size;
    return { path, mode, bytes: bytes.subarray(at - size, at) };
  });
  const tree = FileTree.of(files, "cache");
  if (at !== bytes.length || tree.digest !== head.treeDigest) return undefined;
  return { tree, leftOut: head.leftOut, commit, origin: "commit", note: null };
}

function parseHead(text: string): z.output<typeof headSchema> | undefined {
  try {
    return headSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
