import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { addressOf } from "./address.ts";

/** The folder of the kinds that have pages of their own; the others stand below `objects`. */
const folders: Readonly<Record<string, string>> = {
  AgentStack: "stacks",
  AgentDispatchRun: "runs",
  AgentTriggerRule: "rules",
  AgentWorkspace: "workspaces",
  AgentApproval: "approvals",
  AgentSession: "sessions",
};

/** The page of all objects of a kind. */
export function listAddress(organization: string, { kind, plural }: Pick<Kind, "kind" | "plural">): string {
  const folder = folders[kind];
  return folder === undefined
    ? addressOf(organization, "objects", plural)
    : addressOf(organization, "agents", folder);
}

/** The page of one object. */
export function objectAddress(
  organization: string,
  kind: Pick<Kind, "kind" | "plural">,
  name: string,
): string {
  return `${listAddress(organization, kind)}/${encodeURIComponent(name)}`;
}

/** The page of one object whose kind is known by its name; the list of all kinds where it is none of ours. */
export function namedObjectAddress(organization: string, kindName: string, name: string): string {
  const kind = allKinds.find((one) => one.kind === kindName);
  return kind ? objectAddress(organization, kind, name) : addressOf(organization, "objects");
}
