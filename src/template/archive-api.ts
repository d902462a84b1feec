import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { parseAnswer } from "./api-answer.ts";
import type { ApiClient } from "./api-client.ts";
import type { ObjectApi } from "./object-api.ts";
import { isCommitId, refCandidates } from "./ref-name.ts";
import type { CommitId, Revision } from "./source.ts";

/** What is asked of a server that gives out archives of commits. */
export interface ArchiveApi {
  /** The repository's address, without credentials. */
  readonly description: string;
  /**
   * The commit that a ref stands for; the default branch's where none is asked for.
   * @throws {IdentikitError} `REF_UNKNOWN`, `SOURCE_DENIED`, `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`
   */
  resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision>;
  /** The gzipped tar archive of a commit, as it arrives. */
  archive(commit: CommitId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Whether the archive's first folder is the one that the server puts around the repository's content. */
  isTopFolder(name: string, commit: CommitId): boolean;
  /** The commit's trees and files, one by one. */
  readonly objects: ObjectApi;
  /** What the repository is called now, where it was asked for under an old name; `null` where it was not renamed. */
  movedTo(signal: AbortSignal): Promise<string | null>;
}

export interface ArchiveApiOptions {
  /** The instance's address for Gitea, that of the API for GitHub. */
  readonly baseUrl: string;
  readonly token?: string;
  readonly owner: string;
  readonly repo: string;
  /** Variables that may name a proxy. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hosts inside a network that the server may redirect to. */
  readonly allowPrivateHosts?: readonly string[] | undefined;
}

/** What both answer where a ref names nothing: 409 in an empty repository, 422 elsewhere. */
export const noSuchCommit: readonly number[] = [409, 422];

/** What both say of a repository. */
export const repositorySchema = z.object({
  default_branch: z.string().min(1),
  full_name: z.string().min(1).optional(),
});

/** With a slash at its end, so that addresses are below it. */
export function serverBaseOf(text: string): URL {
  const url = URL.parse(text.endsWith("/") ? text : `${text}/`);
  const plain = url && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  if (!plain || !/^https?:$/.test(url.protocol)) {
    throw new IdentikitError("SOURCE_INVALID", "the server's address is no plain http(s) URL", {
      remedy: "Write it like https://git.example, without a user, a password, a query or a fragment.",
    });
  }
  return url;
}

/** @throws {IdentikitError} `REF_UNKNOWN` for what cannot be a ref */
export function checkRef(ref: string, owner: string): void {
  if (!isCommitId(ref)) refCandidates(ref, owner);
}

/** A repository on a server, by the name that was asked for. */
export interface AskedRepository {
  readonly http: ApiClient;
  /** Its address below the server's. */
  readonly path: string;
  readonly name: string;
  /** For messages. */
  readonly description: string;
}

/**
 * The repository's name now, unless it is the one that was asked for; letter case does not count on either server.
 * @throws {IdentikitError} the faults of {@link ApiClient.get}
 */
export async function newName(
  { http, path, name, description }: AskedRepository,
  signal: AbortSignal,
): Promise<string | null> {
  const text = await http.text(path, "application/json", signal);
  const { full_name: now } = parseAnswer(text, repositorySchema, description);
  return now === undefined || now.toLowerCase() === name.toLowerCase() ? null : now;
}
