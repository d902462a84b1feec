import type { z } from "zod";
import type { HostApi } from "./api.ts";

export interface HostQuestion<Schema extends z.ZodType> {
  /** What is tried, in words: "read the reviews of #7". */
  readonly attempt: string;
  /** Under the repository, or from the root of the API where it starts with `/`; encoded. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly schema: Schema;
}

/**
 * One answer of the host, parsed.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, also for an answer of another form; `HOST_DENIED`
 */
export async function readOne<Schema extends z.ZodType>(
  api: HostApi,
  { attempt, url, query, schema }: HostQuestion<Schema>,
): Promise<z.output<Schema>> {
  try {
    const { data } = await api.octokit.request({ method: "GET", url: place(api, url), ...query });
    return schema.parse(data);
  } catch (cause) {
    throw api.fault(cause, attempt);
  }
}

/**
 * All rows of a list, parsed.
 * @param pick the rows in an answer that holds more than them
 * @throws {IdentikitError} as {@link readOne}
 */
export async function readRows<Schema extends z.ZodType>(
  api: HostApi,
  { attempt, url, query, schema }: HostQuestion<Schema>,
  pick: (data: unknown) => unknown = (data) => data,
): Promise<z.output<Schema>[]> {
  const rows = api.rows<unknown>(async (paging) => {
    const { data, headers } = await api.octokit.request({
      method: "GET",
      url: place(api, url),
      ...query,
      ...paging,
    });
    const picked = pick(data);
    return { data: Array.isArray(picked) ? picked : null, headers };
  });
  const parsed: z.output<Schema>[] = [];
  try {
    for await (const row of rows) parsed.push(schema.parse(row));
    return parsed;
  } catch (cause) {
    throw api.fault(cause, attempt);
  }
}

function place({ owner, repo }: HostApi, url: string): string {
  if (url.startsWith("/")) return url;
  return `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${url}`;
}
