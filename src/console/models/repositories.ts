import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import { webhookDelivery } from "../../agents/kinds/record/webhook-delivery.ts";
import { addressOf } from "../page/address.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";

/** The repositories that agents have to do with, by what was seen last of them. */
export interface RepositoriesModel {
  readonly repositories: readonly RepositoryRow[];
}

export interface RepositoryRow {
  readonly repository: string;
  readonly href: string;
  readonly runs: number;
  readonly workspaces: number;
  readonly deliveries: number;
  /** RFC 3339: what was seen of it last. */
  readonly lastSeen?: string | undefined;
}

/** Records of each kind that are looked at: a repository that was not heard of among so many is found by its address. */
const lookedAt = 500;

export async function loadRepositories({
  organization,
  objects,
}: PageAsk): Promise<LoadedPage<"repositories">> {
  const rows = new Map<string, RepositoryRow>();
  const count = (repository: string, what: "runs" | "workspaces" | "deliveries", time: string) => {
    const key = repository.toLowerCase();
    const row = rows.get(key) ?? {
      ...{ repository, runs: 0, workspaces: 0, deliveries: 0 },
      href: addressOf(organization, "repositories", repository, "code"),
    };
    const lastSeen = row.lastSeen === undefined || row.lastSeen < time ? time : row.lastSeen;
    rows.set(key, { ...row, [what]: row[what] + 1, lastSeen });
  };
  const newest = { newestFirst: true, limit: lookedAt };
  for (const { metadata, spec } of (await objects.listed(agentDispatchRun, newest))?.items ?? [])
    count(spec.repository, "runs", metadata.creationTimestamp);
  for (const { metadata, spec } of (await objects.listed(agentWorkspace, newest))?.items ?? [])
    count(spec.repository, "workspaces", metadata.creationTimestamp);
  for (const { metadata, spec } of (await objects.listed(webhookDelivery, newest))?.items ?? [])
    if (spec.repository !== undefined) count(spec.repository, "deliveries", metadata.creationTimestamp);
  const repositories = [...rows.values()].sort((a, b) =>
    a.repository < b.repository ? -1 : a.repository > b.repository ? 1 : 0,
  );
  return { model: { repositories } };
}
