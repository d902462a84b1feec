import { z } from "zod";
import type { WriteOf } from "../../agents/write-back/prepared-write.ts";
import type { WrittenPlace } from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type HostApi, hostStatus } from "../api.ts";
import { authorship } from "../comment.ts";
import { readOne, readRows } from "../host-read.ts";
import { userSchema } from "../pull-requests.ts";
import { sendWrite } from "./send-write.ts";

const statusRow = z.looseObject({
  context: z.string(),
  // GitHub's rows have `state`, Gitea's have `status`.
  state: z.string().nullish(),
  status: z.string().nullish(),
  description: z.string().nullish(),
  creator: userSchema.nullish(),
});
const runRow = z.looseObject({ run_attempt: z.int().nullish(), html_url: z.string().nullish() });

/** A status is known by what it says: the newest of its name, where it is by us. */
export async function findStatus(api: HostApi, write: WriteOf<"status">): Promise<WrittenPlace | undefined> {
  const rows = await readRows(api, {
    attempt: `read the statuses of ${write.commit.slice(0, 12)}`,
    url: `commits/${encodeURIComponent(write.commit)}/statuses`,
    schema: statusRow,
  });
  const newest = rows.find(({ context }) => context === write.context);
  if (!newest) return undefined;
  const isSame =
    (newest.state ?? newest.status) === write.state && (newest.description ?? "") === write.description;
  const isOurs = await authorship(api);
  return isSame && isOurs(newest.creator) ? placeOfStatus(write) : undefined;
}

export async function sendStatus(api: HostApi, write: WriteOf<"status">): Promise<WrittenPlace> {
  const { commit, context, state, description } = write;
  const url = `statuses/${encodeURIComponent(commit)}`;
  const attempt = `set the status ${context}`;
  await sendWrite(api, { method: "POST", url, body: { context, state, description }, attempt });
  return placeOfStatus(write);
}

function placeOfStatus({ context, commit }: WriteOf<"status">): WrittenPlace {
  return { url: `${context} on ${commit}` };
}

/** How often a CI run has run; nothing where the forge knows no such run. */
export async function runAttempt(
  api: HostApi,
  workflowRun: string,
): Promise<z.output<typeof runRow> | undefined> {
  const url = `actions/runs/${encodeURIComponent(workflowRun)}`;
  try {
    return await readOne(api, { attempt: `read the CI run ${workflowRun}`, url, schema: runRow });
  } catch (caught) {
    if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return undefined;
    throw caught;
  }
}

/** A CI run that has run more often than when this was asked for was run again: by us or by somebody else, it comes to the same. */
export async function findRerun(api: HostApi, { workflowRun, attempt }: WriteOf<"rerun">) {
  const run = await runAttempt(api, workflowRun);
  return run && (run.run_attempt ?? 0) > attempt ? { url: run.html_url ?? "" } : undefined;
}

/** GitHub, and Gitea from 1.26 on. */
export async function sendRerun(api: HostApi, { workflowRun, job }: WriteOf<"rerun">): Promise<WrittenPlace> {
  const run = `actions/runs/${encodeURIComponent(workflowRun)}`;
  const ofJob = api.dialect === "gitea" ? `${run}/jobs/${job}` : `actions/jobs/${job}`;
  const url = `${job === undefined ? run : ofJob}/rerun`;
  await sendWrite(api, { method: "POST", url, attempt: `run CI ${workflowRun} again` });
  return { url: (await runAttempt(api, workflowRun))?.html_url ?? "" };
}
