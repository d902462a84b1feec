import { z } from "zod";
import type { EventQuestion } from "../agents/triggers/host-facts-source.ts";
import type { HostApi } from "./api.ts";
import { readOne, readRows } from "./host-read.ts";

const fileSchema = z.looseObject({ filename: z.string(), previous_filename: z.string().nullish() });
const pullSchema = z.looseObject({
  changed_files: z.int().nonnegative().nullish(),
  head: z.looseObject({ sha: z.string() }),
});
const files = z.array(fileSchema).nullish();
const comparisonSchema = z.looseObject({
  files,
  total_commits: z.int().nullish(),
  commits: z.array(z.looseObject({ files })).nullish(),
});

/** GitHub lists no more files of a comparison. */
const listedOfComparison = 300;

/**
 * Every path that a pull request, or what lies between two commits, has changed; of what was moved both paths. `undefined` where the host
 * does not list them all: more than it counts, a new branch, a head that has moved on.
 * @throws {IdentikitError} `HOST_DENIED`, `HOST_UNREACHABLE`
 */
export async function readChangedPaths(
  api: HostApi,
  { pullRequest, base, head }: Pick<EventQuestion, "pullRequest" | "base" | "head">,
): Promise<readonly string[] | undefined> {
  if (pullRequest !== undefined) return await ofRequest(api, pullRequest, head);
  if (base === undefined || head === undefined) return undefined;
  const url = `compare/${encodeURIComponent(base)}...${encodeURIComponent(head)}`;
  const attempt = `compare ${base.slice(0, 12)} and ${head.slice(0, 12)}`;
  const row = await readOne(api, { attempt, url, schema: comparisonSchema });
  if (api.dialect === "github")
    return row.files && row.files.length < listedOfComparison ? pathsIn(row.files) : undefined;
  const { commits, total_commits: total } = row;
  // Gitea lists the files of each commit.
  if (!commits || (typeof total === "number" && total !== commits.length)) return undefined;
  return commits.every(({ files: of }) => of)
    ? pathsIn(commits.flatMap(({ files: of }) => of ?? []))
    : undefined;
}

async function ofRequest(
  api: HostApi,
  number: number,
  head: string | undefined,
): Promise<readonly string[] | undefined> {
  const rows = await readRows(api, {
    attempt: `list the files of #${number}`,
    url: `pulls/${number}/files`,
    schema: fileSchema,
  });
  const attempt = `read the pull request #${number}`;
  const pull = await readOne(api, { attempt, url: `pulls/${number}`, schema: pullSchema });
  const isOther = head !== undefined && pull.head.sha !== head;
  return isOther || pull.changed_files !== rows.length ? undefined : pathsIn(rows);
}

function pathsIn(rows: readonly z.output<typeof fileSchema>[]): string[] {
  return [
    ...new Set(
      rows.flatMap(({ filename, previous_filename: from }) => (from ? [filename, from] : [filename])),
    ),
  ].sort();
}
