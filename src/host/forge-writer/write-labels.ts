import { z } from "zod";
import type { WriteOf } from "../../agents/write-back/prepared-write.ts";
import type { WrittenPlace } from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { HostApi } from "../api.ts";
import { readOne, readRows } from "../host-read.ts";
import { isStatus, requestOnce, sendWrite } from "./send-write.ts";

const labelRow = z.looseObject({ id: z.number().optional(), name: z.string() });
const labelled = z.looseObject({ labels: z.array(labelRow).nullish(), html_url: z.string().nullish() });

/** Whether the labels are as the write wants them: then there is nothing to send. Forges compare names without regard to case. */
export async function findLabels(api: HostApi, write: WriteOf<"label">): Promise<WrittenPlace | undefined> {
  const { labels, html_url: url } = await labelsOf(api, write);
  const set = new Set((labels ?? []).map(({ name }) => name.toLowerCase()));
  const isDone =
    write.add.every((name) => set.has(name.toLowerCase())) &&
    !write.remove.some((name) => set.has(name.toLowerCase()));
  return isDone ? { url: url ?? "" } : undefined;
}

/** Sets and removes what differs. Done again it comes to the same. */
export async function sendLabels(api: HostApi, write: WriteOf<"label">): Promise<WrittenPlace> {
  const { number, add, remove } = write;
  const { labels, html_url: url } = await labelsOf(api, write);
  const set = new Map((labels ?? []).map(({ name, id }) => [name.toLowerCase(), { name, id }]));
  const missing = add.filter((name) => !set.has(name.toLowerCase()));
  const named = api.dialect === "gitea" ? await giteaLabelIds(api, missing) : missing;
  const attempt = `set labels of #${number}`;
  if (missing.length > 0)
    await sendWrite(api, {
      method: "POST",
      url: `issues/${number}/labels`,
      body: { labels: named },
      attempt,
    });
  for (const label of remove.flatMap((name) => set.get(name.toLowerCase()) ?? [])) {
    const which = api.dialect === "gitea" ? String(label.id) : encodeURIComponent(label.name);
    try {
      await requestOnce(api, { method: "DELETE", url: `issues/${number}/labels/${which}`, attempt });
    } catch (cause) {
      // Somebody else was faster.
      if (!isStatus(cause, 404)) throw api.fault(cause, attempt);
    }
  }
  return { url: url ?? "" };
}

function labelsOf(api: HostApi, { number }: WriteOf<"label">) {
  return readOne(api, {
    attempt: `read the labels of #${number}`,
    url: `issues/${number}`,
    schema: labelled,
  });
}

/** Gitea takes labels of the repository and of its organisation by number. @throws {IdentikitError} `WRITE_BACK_FAILED` for one that is not there */
export async function giteaLabelIds(api: HostApi, names: readonly string[]): Promise<number[]> {
  if (names.length === 0) return [];
  const known = await readRows(api, { attempt: "list the labels", url: "labels", schema: labelRow });
  const shared = await ofOrganisation(api);
  return names.map((name) => {
    const found = [...known, ...shared].find((label) => label.name.toLowerCase() === name.toLowerCase());
    if (found?.id !== undefined) return found.id;
    throw new IdentikitError(
      "WRITE_BACK_FAILED",
      `${api.owner}/${api.repo} has no label ${JSON.stringify(name)}`,
      {
        remedy: "Make the label, and ask for the write-back again.",
      },
    );
  });
}

/** A user's repositories have no labels beside their own. */
async function ofOrganisation(api: HostApi): Promise<readonly z.output<typeof labelRow>[]> {
  try {
    const url = `/orgs/${encodeURIComponent(api.owner)}/labels`;
    return await readRows(api, { attempt: "list the labels of the organisation", url, schema: labelRow });
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return [];
    throw caught;
  }
}
