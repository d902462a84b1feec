import type { RebuildOutcome } from "../../containers/rebuild-options.ts";
import type { Settings } from "../../project/settings-schema.ts";
import { errorOf, type Output } from "../result.ts";
import { shortDigest } from "./wording.ts";

/** What came of one container, as JSON. */
export function rebuildOutput(outcome: RebuildOutcome): Output {
  const { agent, container, result } = outcome;
  if ("error" in outcome) return { agent, container, result, error: errorOf(outcome.error) };
  if (outcome.result === "busy") return { agent, container, result, task: outcome.task };
  if (outcome.result === "planned")
    return { agent, container, result, image: outcome.image, from: outcome.from };
  return { agent, container, result, image: outcome.image };
}

/** What came of one container, in a line. */
export function outcomeLine(outcome: RebuildOutcome): string {
  const { agent, container, result } = outcome;
  const told = `${container} (${agent}) ${result}: `;
  if ("error" in outcome) return told + outcome.error.code;
  if (outcome.result === "planned") return `${container} (${agent}) would be rebuilt: ${journey(outcome)}`;
  return told + (outcome.result === "busy" ? outcome.task : shortDigest(outcome.image));
}

function journey({ from, image }: { readonly from: string; readonly image: string }): string {
  return from === image
    ? `${shortDigest(image)}, as it is now`
    : `${shortDigest(from)} to ${shortDigest(image)}`;
}

/** The waits of a rebuild, as the settings have them. */
export function rebuildWaits({ containers }: Settings): {
  readonly settleMs: number;
  readonly healthMs: number;
} {
  return { settleMs: containers.settleSeconds * 1000, healthMs: containers.healthSeconds * 1000 };
}
