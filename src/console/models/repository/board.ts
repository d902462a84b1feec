import { foldedName } from "../../../agents/admission/folded-name.ts";
import { agentTriggerRule } from "../../../agents/kinds/config/agent-trigger-rule.ts";
import { workItem } from "../../../agents/kinds/record/work-item.ts";
import type { Resource } from "../../../agents/resource/resource.ts";
import { boardLimits } from "../../../agents/workspaces/board-limits.ts";
import { addressOf } from "../../page/address.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { ActionOffer } from "../../page/page.ts";
import type { PageAsk } from "../../page/page-ask.ts";
import { reviewAddress } from "../../page/review-address.ts";
import { isItemOf } from "../issue-of-address.ts";
import type { RepositoryQuery } from "./linked-record.ts";

/** A column of the board: a label of the forge. */
export interface BoardLane {
  readonly label: string;
  /** How many cards it takes. */
  readonly limit?: number | undefined;
  readonly items: readonly {
    readonly name: string;
    readonly title: string;
    readonly phase: string;
    readonly href: string;
    /** To each other column, and to another label; a reason where it cannot be moved. */
    readonly moves: readonly ActionOffer[];
  }[];
}

const unlabelled = "no label";

/** The work items of a repository, or of one issue, in a column for each label that they have. */
export async function repositoryBoard(
  { organization, objects }: PageAsk,
  own: RepositoryQuery,
  { repository, issue }: { readonly repository: string; readonly issue: number | undefined },
): Promise<BoardLane[]> {
  const all = (await objects.listed(workItem, own))?.items ?? [];
  const found = all.filter((item) => isItemOf(issue, item));
  const labels = [...new Set(found.map(({ spec }) => spec.state ?? unlabelled))].sort();
  const inLane = (label: string) => found.filter(({ spec }) => (spec.state ?? unlabelled) === label);
  const rules = await Array.fromAsync(objects.each(agentTriggerRule));
  const limits = boardLimits(rules, repository);
  return labels.map((label) => ({
    label,
    limit: limits.get(foldedName(label)),
    items: inLane(label).map((item) => ({
      name: item.metadata.name,
      title: item.spec.title ?? `${item.spec.target.kind} ${item.spec.target.id}`,
      phase: item.status.phase ?? "Open",
      // The page of an issue leads on to its work item.
      href:
        issue === undefined && item.spec.target.kind === "issue"
          ? addressOf(organization, "repositories", repository, "issues", item.spec.target.id)
          : objectAddress(organization, workItem, item.metadata.name),
      moves: movesOf(
        objects,
        item,
        labels.filter((one) => one !== label && one !== unlabelled),
      ),
    })),
  }));
}

/** Where a card can go: a move is a write-back of a label by a run that works on it. */
function movesOf(
  { organization, rights }: PageAsk["objects"],
  { metadata: { name }, spec: { repository, runs = [] } }: Resource<typeof workItem>,
  labels: readonly string[],
): readonly ActionOffer[] {
  const answer = rights.mayDo("write-back", { name: runs.at(-1), repository });
  const obstacle =
    runs.length === 0
      ? {
          reason: "No run has worked on it.",
          remedy: "Dispatch an agent on it, or set the label on the forge.",
        }
      : undefined;
  const offer = (to: string | undefined) => {
    const href = reviewAddress(organization, "move", { kind: workItem.plural, name, to });
    const id = to === undefined ? `move-${name}` : `move-${name}-${to}`;
    return rights.offer(
      { id, word: to === undefined ? "Another label" : `To ${to}`, href },
      answer,
      obstacle,
    );
  };
  // One reason is said once.
  return answer.allowed && !obstacle ? [...labels.map(offer), offer(undefined)] : [offer(undefined)];
}
