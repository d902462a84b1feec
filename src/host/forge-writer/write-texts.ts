import type { WriteOf } from "../../agents/write-back/prepared-write.ts";
import type { WrittenPlace } from "../../agents/write-back/write-ports.ts";
import type { HostApi } from "../api.ts";
import { readRows } from "../host-read.ts";
import { markedRow, placeOfRow, recentRows, sendWrite, writtenRow } from "./send-write.ts";
import { giteaLabelIds } from "./write-labels.ts";

/** A comment of ours on an issue or pull request. */
export async function findComment(api: HostApi, { number }: WriteOf<"comment">, marker: string) {
  const rows = await readRows(api, {
    attempt: `list the comments on #${number}`,
    url: `issues/${number}/comments`,
    schema: writtenRow,
  });
  return await markedRow(api, rows, marker);
}

export async function sendComment(
  api: HostApi,
  { number, body }: WriteOf<"comment">,
  marker: string,
): Promise<WrittenPlace> {
  const url = `issues/${number}/comments`;
  const attempt = `comment on #${number}`;
  return placeOfRow(await sendWrite(api, { method: "POST", url, body: { body: marker + body }, attempt }));
}

export async function findIssue(api: HostApi, marker: string, now: Date) {
  const query = { state: "all", type: "issues", sort: "created", direction: "desc" };
  try {
    return await markedRow(api, recentRows(api, { url: "issues", query, now }), marker);
  } catch (cause) {
    throw api.fault(cause, "list the issues");
  }
}

export async function sendIssue(
  api: HostApi,
  { title, body, labels }: WriteOf<"issue">,
  marker: string,
): Promise<WrittenPlace> {
  // Gitea takes labels by number.
  const named = api.dialect === "gitea" ? await giteaLabelIds(api, labels) : labels;
  const content = { title, body: marker + body, labels: named };
  return placeOfRow(
    await sendWrite(api, { method: "POST", url: "issues", body: content, attempt: "open an issue" }),
  );
}

type PullWrite = WriteOf<"pull_request"> | WriteOf<"memory_update">;

/** A pull request of ours from the branch of a write, open or not. */
export async function findPull(api: HostApi, { branch }: PullWrite, marker: string, now: Date) {
  // GitHub lists those of the branch alone; to Gitea the filter says nothing, and the marker does.
  const query = { state: "all", head: `${api.owner}:${branch}`, sort: "created", direction: "desc" };
  try {
    return await markedRow(api, recentRows(api, { url: "pulls", query, now }), marker);
  } catch (cause) {
    throw api.fault(cause, "list the pull requests");
  }
}

export async function sendPull(api: HostApi, write: PullWrite, marker: string): Promise<WrittenPlace> {
  const { branch, into, title, body } = write;
  const isDraft = write.action === "pull_request" && write.draft;
  // Gitea knows a draft by its title.
  const shown = isDraft && api.dialect === "gitea" ? `WIP: ${title}` : title;
  const content = { head: branch, base: into, title: shown, body: marker + body };
  const draft = isDraft && api.dialect === "github" ? { draft: true } : {};
  const attempt = `open a pull request from ${branch} into ${into}`;
  return placeOfRow(
    await sendWrite(api, { method: "POST", url: "pulls", body: { ...content, ...draft }, attempt }),
  );
}
