import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { parseAnswer } from "./api-answer.ts";
import type { ApiClient } from "./api-client.ts";
import { blobId } from "./blob-id.ts";
import { unknownRef } from "./ref-name.ts";
import { commitPattern } from "./source.ts";

/** One entry of one tree, or of all trees below it. */
export interface ListedEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly object: string;
  readonly size: number;
}

const treeSchema = z.object({
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.string().regex(/^\d{6}$/),
        type: z.enum(["blob", "tree", "commit"]),
        sha: z.string().regex(commitPattern),
        size: z.int().min(0).optional(),
      }),
    )
    // Gitea says null where a page holds nothing.
    .nullable(),
  truncated: z.boolean().optional(),
});
const blobSchema = z.object({ encoding: z.literal("base64"), content: z.string() });

/** What Gitea and GitHub answer, besides 404, for an id that the repository does not have. */
const noSuchTree: readonly number[] = [400, 409, 422];
/** An entry as JSON, its address included, is far smaller. */
const maxEntryBytes = 2048;
const leastListingBytes = 1024 * 1024;

export interface ObjectApiOptions {
  readonly http: ApiClient;
  /** The repository's address below the server's, such as `repos/acme/a`. */
  readonly path: string;
  /** The repository, for messages. */
  readonly owner: string;
  /** Whether a listing that is cut short goes on on the next page (Gitea), or cannot be had whole (GitHub). */
  readonly isPaged: boolean;
}

/** Git's trees and blobs, as Gitea, Forgejo and GitHub give them out: one API, except for long listings. */
export class ObjectApi {
  readonly #options: ObjectApiOptions;

  constructor(options: ObjectApiOptions) {
    this.#options = options;
  }

  /**
   * The entries of a tree.
   * @param id of a tree or of a commit
   * @param deep also those of all trees below it
   * @param maxEntries more are refused
   * @throws {IdentikitError} `ARCHIVE_TOO_LARGE`, `REF_UNKNOWN`, and the faults of {@link ApiClient.get}
   */
  async tree(id: string, deep: boolean, maxEntries: number, signal: AbortSignal): Promise<ListedEntry[]> {
    const { http, path, owner, isPaged } = this.#options;
    const entries: ListedEntry[] = [];
    for (let page = 1; ; page++) {
      const query = [...(deep ? ["recursive=true"] : []), ...(isPaged ? [`page=${page}`] : [])].join("&");
      const text = await http.text(
        `${path}/git/trees/${id}${query && `?${query}`}`,
        "application/json",
        signal,
        {
          maxBytes: Math.max(leastListingBytes, maxEntries * maxEntryBytes),
          expected: noSuchTree,
        },
      );
      if (text === undefined) throw unknownRef(id, owner, "is no commit of it");
      const { tree, truncated = false } = parseAnswer(text, treeSchema, owner);
      for (const { sha, size = 0, ...entry } of tree ?? []) entries.push({ ...entry, size, object: sha });
      if (entries.length > maxEntries || (truncated && !isPaged)) throw tooLong(owner, maxEntries);
      if (!truncated || !tree?.length) return entries;
    }
  }

  /**
   * A file's bytes, which are proven to be those of the id.
   * @param size in bytes, as the tree lists it
   * @throws {IdentikitError} `ARCHIVE_ALTERED` where they are not, and the faults of {@link ApiClient.get}
   */
  async blob(id: string, size: number, signal: AbortSignal): Promise<Buffer> {
    const { http, path, owner } = this.#options;
    // Base64, with an end of line now and then.
    const maxBytes = size * 2 + 64 * 1024;
    const text = await http.text(`${path}/git/blobs/${id}`, "application/json", signal, { maxBytes });
    const bytes = Buffer.from(parseAnswer(text, blobSchema, owner).content, "base64");
    if (blobId(bytes, id) === id) return bytes;
    throw new IdentikitError("ARCHIVE_ALTERED", `${owner} gives other bytes than those of the object ${id}`, {
      remedy: "Run again; if it stays so, a cache between here and the server mixes up answers.",
    });
  }
}

function tooLong(owner: string, maxEntries: number): IdentikitError {
  return new IdentikitError(
    "ARCHIVE_TOO_LARGE",
    `${owner}: the commit has more entries than are read (${maxEntries}), or than the server lists`,
    { remedy: "Raise limits.entries in identikit.yaml, or keep the template in a repository of its own." },
  );
}
