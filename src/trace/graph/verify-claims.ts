import { IdentikitError } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import { inParallel } from "../../fault/slots.ts";
import { type LinkClaim, linkId, type Verified } from "./draft.ts";
import type { TraceLink } from "./trace-graph.ts";

/** Links that are looked at at once: most wait for a server or the disk. */
const atOnce = 8;

/** A link and what was found when it was looked at. */
export interface LookedAt {
  readonly link: TraceLink;
  readonly findings: readonly Finding[];
}

/**
 * Looks at every claim now. What cannot be looked at is `unverified`, with the code of its fault; the others are looked at all the same.
 * @throws what `signal` was aborted with
 */
export async function verifyClaims(
  claims: readonly LinkClaim[],
  signal: AbortSignal,
): Promise<readonly LookedAt[]> {
  return await inParallel(claims, atOnce, async (claim) => {
    signal.throwIfAborted();
    return lookedAt(claim, await looked(claim, signal));
  });
}

async function looked(claim: LinkClaim, signal: AbortSignal): Promise<Verified> {
  try {
    return await claim.verify();
  } catch (caught) {
    signal.throwIfAborted();
    return linkUnverified(caught);
  }
}

/** A link that could not be looked at, by what kept it from that. @throws what is a mistake of the program itself */
export function linkUnverified(caught: unknown): Verified {
  if (!(caught instanceof IdentikitError)) throw caught;
  const { code, message, remedy } = caught;
  return { verdict: "unverified", code, detail: message, remedy };
}

function lookedAt(claim: LinkClaim, { verdict, detail, code, remedy, findings = [] }: Verified): LookedAt {
  const { from, to, says, restsOn, verifiedBy } = claim;
  const id = linkId(claim);
  const isBad = verdict !== "holds";
  const link: TraceLink = {
    ...{ id, from, to, says, restsOn, verifiedBy, verdict, detail },
    ...(isBad ? { code: code ?? findings[0]?.code ?? usualCode(verdict) } : {}),
  };
  const severity = verdict === "unverified" ? ("unverified" as const) : ("error" as const);
  const own: Finding = {
    code: link.code ?? usualCode(verdict),
    severity,
    path: id,
    expected: restsOn,
    actual: detail,
    remedy: remedy ?? "Look at both ends of the link, and derive the copy again from its source.",
  };
  const told = findings.filter((one) => one.severity === severity);
  return { link, findings: !isBad ? [] : told.length > 0 ? told : [own] };
}

function usualCode(verdict: Verified["verdict"]): "LINK_UNVERIFIED" | "LINK_BROKEN" {
  return verdict === "unverified" ? "LINK_UNVERIFIED" : "LINK_BROKEN";
}
