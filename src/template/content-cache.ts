import { z } from "zod";
import { Cache } from "../cache/cache.ts";
import { cacheRootOf } from "../cache/cache-root.ts";
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

/**
 * Assets by source, commit and policy, on this machine. A commit's content never changes, so that nothing in here can
 * be stale; what a ref stands for is not kept.
 */
export class ContentCache {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  get(source: string, commit: string, policy: Policy): SourceContent | undefined {
    const bytes = this.#cache.get(keyOf(source, commit, policy));
    return bytes && unpack(bytes, commit);
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
    this.#cache.put(keyOf(source, commit, policy), bytes);
  }
}

/** The user's own cache; none where there is no place for one. */
export function contentCacheOf(env: Readonly<Record<string, string | undefined>>): ContentCache | undefined {
  const root = cacheRootOf(env);
  return root === undefined ? undefined : new ContentCache(new Cache(root, "content"));
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

function keyOf(source: string, commit: string, policy: Policy): string {
  return JSON.stringify([1, source, commit, policy.name, policy.roots]);
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
