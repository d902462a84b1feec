import { foldedName } from "../admission/folded-name.ts";
import type { DispatchRun } from "../dispatch/run-status.ts";
import { workItem } from "../kinds/record/work-item.ts";
import type { ResourceWriter } from "../resource/resource-store.ts";
import type { WriteOf } from "./prepared-write.ts";

/** Moves a run's work item to the column of the label that was set on the forge, where the label of its own column was taken off. */
export async function moveWorkItem(
  writer: ResourceWriter,
  run: DispatchRun,
  { repository, number, add, remove }: WriteOf<"label">,
): Promise<void> {
  const { namespace } = run.metadata;
  const item =
    run.spec.workItem === undefined
      ? undefined
      : await writer.hold(workItem, { namespace, name: run.spec.workItem });
  if (!item) return;
  const { metadata, spec } = item;
  const isIt = foldedName(spec.repository) === foldedName(repository) && spec.target.id === String(number);
  const [to] = add;
  const leaves = spec.state === undefined || remove.includes(spec.state);
  if (!isIt || !leaves || to === undefined) return;
  const { name, labels, annotations } = metadata;
  await writer.update(workItem, {
    kind: workItem.kind,
    metadata: { namespace, name, labels, annotations },
    spec: { ...spec, state: to },
  });
}
