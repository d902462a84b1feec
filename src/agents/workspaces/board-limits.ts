import { foldedName } from "../admission/folded-name.ts";
import { isRepositoryOf } from "../admission/pattern.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { Resource } from "../resource/resource.ts";
import type { ResourceReader } from "../resource/resource-store.ts";
import { parseFieldSelector } from "../resource/selector.ts";

/** A label that is about to be set on an issue or pull request. */
export interface LabelMove {
  readonly namespace: string;
  readonly repository: string;
  /** Of the issue or pull request; nothing where it is not known. */
  readonly number: number | undefined;
  readonly add: readonly string[];
}

/**
 * How many work items the columns of a repository's board take, by the folded name of their label: of several rules in force or paused the lowest
 * limit counts.
 */
export function boardLimits(
  rules: readonly Pick<Resource<typeof agentTriggerRule>, "spec">[],
  repository: string,
): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { spec } of rules) {
    const patterns = spec.match?.repositories;
    if (spec.lifecycle !== "Active" && spec.lifecycle !== "Paused") continue;
    const isOf = patterns === undefined || patterns.some((pattern) => isRepositoryOf(pattern, repository));
    for (const { state, most } of isOf ? (spec.workItem?.limits ?? []) : []) {
      const label = foldedName(state);
      limits.set(label, Math.min(most, limits.get(label) ?? most));
    }
  }
  return limits;
}

/** @returns why a label cannot be set now: the column that it stands for is full */
export async function fullColumn(reader: ResourceReader, move: LabelMove): Promise<string | undefined> {
  const { namespace, repository } = move;
  if (move.add.length === 0) return undefined;
  const rules = await Array.fromAsync(reader.each(agentTriggerRule, { namespace }));
  const limits = boardLimits(rules, repository);
  const limited = move.add.filter((label) => limits.has(foldedName(label)));
  if (limited.length === 0) return undefined;
  const fields = parseFieldSelector(`spec.repository=${repository}`);
  const items = await Array.fromAsync(reader.each(workItem, { namespace, fields }));
  for (const label of limited) {
    const most = limits.get(foldedName(label)) ?? 0;
    const others = items.filter(
      ({ spec, status }) =>
        foldedName(spec.state ?? "") === foldedName(label) &&
        status.phase !== "Done" &&
        spec.target.id !== String(move.number),
    );
    if (others.length >= most)
      return `the column ${label} of ${repository} takes ${most} work items, and has ${others.length}`;
  }
  return undefined;
}
