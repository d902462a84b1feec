import { packIdentity } from "../../agents/identity/packed-identity.ts";
import { runIdentity } from "../../agents/identity/run-identity.ts";
import type { agentStack } from "../../agents/kinds/config/agent-stack.ts";
import type { RunEvidence } from "../../agents/proof/run-evidence.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Verified } from "../graph/draft.ts";
import { linkUnverified } from "../graph/verify-claims.ts";
import type { RunArea } from "./run-area.ts";

/** What an attempt was rendered from: the agent's state of now, an earlier one, or nobody knows. */
export interface Carried {
  readonly verified: Verified;
  readonly isPast: boolean;
}

/** Resolves the configuration of an attempt again, and compares its digest with the one that the attempt notes. */
export async function carriedIdentity(
  area: Pick<RunArea, "database" | "grants" | "signal">,
  stack: Resource<typeof agentStack> | undefined,
  attempt: RunEvidence["attempts"][number],
): Promise<Carried> {
  const { identityDigest, secrets = [] } = attempt.spec;
  if (identityDigest === undefined)
    return {
      isPast: false,
      verified: {
        verdict: "unverified",
        code: "RUN_UNPROVEN",
        detail: "it was launched by a release that did not note what it was rendered from",
        remedy: "Run it again; attempts note the digest of their configuration by now.",
      },
    };
  if (!stack) return { isPast: true, verified: past("its stack is gone") };
  try {
    const { config } = await runIdentity(area.database, stack, await area.grants(), secrets);
    const { digest } = packIdentity(config);
    if (digest === identityDigest) return { isPast: false, verified: { verdict: "holds", detail: digest } };
    return {
      isPast: true,
      verified: past(`the rows give ${digest} now, and it was rendered from ${identityDigest}`),
    };
  } catch (caught) {
    area.signal.throwIfAborted();
    if (!(caught instanceof IdentikitError)) throw caught;
    return { isPast: false, verified: linkUnverified(caught) };
  }
}

function past(detail: string): Verified {
  return {
    verdict: "unverified",
    code: "RUN_UNPROVEN",
    detail: `${detail}: it carries an earlier state of the rows, which cannot be worked out from those of now`,
    remedy: "Look at identikit config history for the rows at the time of its launch.",
  };
}
