import type { z } from "zod";
import { findSecretsIn } from "../../template/secret-scan.ts";
import type { RunCondition } from "../dispatch/run-conditions.ts";
import type { agentConfigSet } from "../kinds/config/agent-config.ts";

/** Whether no value of a config looks like a credential; the value itself is not repeated. */
export async function plainCondition({ data }: z.output<typeof agentConfigSet.spec>): Promise<RunCondition> {
  const texts = Object.entries(data).map(([path, value]) => ({ path, text: `${path}: ${value}\n` }));
  const [place] = await findSecretsIn(texts);
  if (!place)
    return { type: "Plain", status: "True", reason: "Plain", message: "No value looks like a credential." };
  return {
    type: "Plain",
    status: "False",
    severity: "warning",
    reason: "LooksLikeSecret",
    message: `The value of ${place.path} looks like a credential (${place.kind}).`,
    remedy: "Seal it with identikit secret set, give it with an AgentSecretGrant, and take it out here.",
  };
}
