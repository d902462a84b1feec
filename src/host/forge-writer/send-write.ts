import { z } from "zod";
import type { WrittenPlace } from "../../agents/write-back/write-ports.ts";
import { type HostApi, hostStatus } from "../api.ts";
import { authorship } from "../comment.ts";
import { userSchema } from "../pull-requests.ts";

/** Something that was written to a forge, as its lists and answers give it. */
export const writtenRow = z.looseObject({
  id: z.number().optional(),
  number: z.int().optional(),
  body: z.string().nullish(),
  user: userSchema.nullish(),
  html_url: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type WrittenRow = z.output<typeof writtenRow>;

export interface HostWrite {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Under the repository; encoded. */
  readonly url: string;
  readonly body?: object;
  /** What is tried, in words. */
  readonly attempt: string;
}

/**
 * Sends a write once. Of an answer that does not come nobody knows whether it was done: it is not sent again before it was looked for.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function sendWrite(api: HostApi, write: HostWrite): Promise<unknown> {
  try {
    return await requestOnce(api, write);
  } catch (cause) {
    throw api.fault(cause, write.attempt);
  }
}

/** The same for who knows what a status means: faults are those of the client. */
export async function requestOnce(api: HostApi, { method, url, body }: HostWrite): Promise<unknown> {
  const { owner, repo } = api;
  const place = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
  // The client tries again after errors of the server: a comment would stand there twice.
  const { data } = await api.octokit.request({ method, url: place, ...body, request: { retries: 0 } });
  return data;
}

export function isStatus(cause: unknown, ...codes: readonly number[]): boolean {
  const status = hostStatus(cause);
  return status !== undefined && codes.includes(status);
}

/** The first of some rows that begins with a marker and is by whoever the token belongs to: what others copied counts for nothing. */
export async function markedRow(
  api: HostApi,
  rows: AsyncIterable<WrittenRow> | Iterable<WrittenRow>,
  marker: string,
): Promise<WrittenPlace | undefined> {
  const isOurs = await authorship(api);
  for await (const row of rows) {
    const text = (row.body ?? "").replaceAll("\r\n", "\n");
    if (text.startsWith(marker) && isOurs(row.user)) return placeOfRow(row);
  }
  return undefined;
}

export function placeOfRow(row: unknown): WrittenPlace {
  const { html_url: url, state } = writtenRow.parse(row);
  return { url: url ?? "", ...(state === "closed" ? { isClosed: true } : {}) };
}

/** How far back a write is looked for: longer than anything is approved for. */
const soughtDays = 60;

/** Rows of a list that begins with the newest, down to those that are too old to be looked for. */
export async function* recentRows(
  api: HostApi,
  {
    url,
    query,
    now,
  }: { readonly url: string; readonly query: Readonly<Record<string, string>>; readonly now: Date },
): AsyncGenerator<WrittenRow, void> {
  const { owner, repo } = api;
  const place = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
  const rows = api.rows<unknown>(async (paging) => {
    const { data, headers } = await api.octokit.request({ method: "GET", url: place, ...query, ...paging });
    return { data: Array.isArray(data) ? data : null, headers };
  });
  const oldest = now.getTime() - soughtDays * 86_400_000;
  for await (const value of rows) {
    const row = writtenRow.parse(value);
    if (Date.parse(row.created_at ?? "") < oldest) return;
    yield row;
  }
}
