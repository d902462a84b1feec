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
  note: z.string().nullable(),
  files: z.array(z.strictObject({ path: z.string(), mode: z.number(), size: z.int().min(0) })),
});

/** What is kept: a commit of a source, or a directory in it. */
export interface CachedCommit {
  readonly source: string;
  /** Empty for the repository's root. */
  readonly directory: string;
  readonly commit: string;
}

/**
 * Assets by source, commit and policy, on this machine. A commit's content never changes, so that nothing in here can
 * be stale; what a ref stands for is not kept.
 */
export class ContentCache {
  readonly #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  get({ source, directory, commit }: CachedCommit, policy: Policy): SourceContent | undefined {
    const bytes = this.#cache.get(keyOf({ source, directory, commit }, policy));
    return bytes && unpack(bytes, commit);
  }

  put(of: CachedCommit, policy: Policy, { tree, leftOut, note }: SourceContent): void {
    const { source, commit } = of;
    const files = [...tree];
    const head = {
      source,
      commit,
      policy: policy.name,
      treeDigest: tree.digest,
      leftOut,
      note,
      files: files.map(({ path, mode, bytes }) => ({ path, mode, size: bytes.length })),
    };
    const bytes = Buffer.concat([
      Buffer.from(`${JSON.stringify(head)}\n`),
      ...files.map((file) => file.bytes),
    ]);
    this.#cache.put(keyOf(of, policy), bytes);
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
  readonly #directory: string;

  /** @param directory that the source reads; empty for the repository's root */
  constructor(source: TemplateSource, cache: ContentCache, directory: string) {
    this.#directory = directory;
    this.description = source.description;
    this.#source = source;
    this.#cache = cache;
  }

  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision | undefined> {
    return this.#source.resolve(ref, signal);
  }

  movedTo(signal: AbortSignal): Promise<string | null> {
    return this.#source.movedTo(signal);
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) return this.#source.read(revision, policy, signal);
    const { commit } = revision;
    const of = { source: this.description, directory: this.#directory, commit };
    const known = this.#cache.get(of, policy);
    if (known) return known;
    const content = await this.#source.read(revision, policy, signal);
    this.#cache.put(of, policy, content);
    return content;
  }
}

/** The first number changes when what is kept was checked in another way: 2 since archives are held against the commit. */
function keyOf({ source, directory, commit }: CachedCommit, policy: Policy): string {
  return JSON.stringify([2, source, directory, commit, policy.name, policy.roots]);
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
  return { tree, leftOut: head.leftOut, commit, origin: "commit", note: head.note };
}

function parseHead(text: string): z.output<typeof headSchema> | undefined {
  try {
    return headSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
