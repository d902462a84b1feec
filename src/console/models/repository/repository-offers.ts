import { agentWorkspace } from "../../../agents/kinds/record/agent-workspace.ts";
import { addressOf, withQuery } from "../../page/address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { PageAsk } from "../../page/page-ask.ts";

/** Leads to the composer, with the repository, and the issue where the page is about one. */
export function dispatchOffer(
  { organization, objects }: PageAsk,
  repository: string,
  issue: number | undefined,
): ActionOffer {
  const query = { repository, ...(issue === undefined ? {} : { issue: String(issue) }) };
  const href = withQuery(addressOf(organization, "agents", "dispatch", "new"), query);
  return objects.rights.offer(
    { id: "dispatch", word: "Dispatch an agent", href, icon: "play", weight: "first" },
    objects.rights.mayDo("dispatch", { repository }),
  );
}

/** Leads to the form for a new workspace, and that to the form of the kind, where the workspace is reviewed before it is made. */
export function workspaceOffer({ organization, objects }: PageAsk, repository: string): ActionOffer {
  const href = withQuery(addressOf(organization, "workspaces", "new"), { "spec.repository": repository });
  return objects.rights.offer(
    { id: "workspace", word: "New workspace", href, icon: "folder" },
    objects.rights.may("create", agentWorkspace),
  );
}
