import { whoIs } from "../admission/decision/actor-findings.ts";
import type { RunRequest } from "../admission/decision/admission-request.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { answerNeed } from "../admission/grants/answer-need.ts";
import type { Stack } from "../admission/grants/grant-world.ts";
import { needsOf } from "../admission/grants/needs.ts";
import type { Ticket } from "../tickets/ticket.ts";

/** The secrets that grants give a run, each with the ways in which the agent gets it: what admission answered for, and nothing else. */
export function grantedSecrets(
  request: RunRequest,
  stack: Stack,
  { grants, now }: AdmissionSnapshot,
): Ticket["secrets"] {
  const { actor, organization, host, repository, ref, source, run: name } = request;
  const { who } = whoIs(actor, organization, host, repository);
  const run = { repository, ref, source, name };
  const context = { organization, stack, who: host?.isFork ? undefined : who, run, now };
  const given = needsOf(stack, grants).needs.flatMap((need): Ticket["secrets"] => {
    const { phase, mount } = answerNeed(need, context, grants);
    if (need.need !== "secret" || phase !== "Met" || !mount) return [];
    const { policy: mountPolicy, proxyHost } = mount;
    return [{ name: need.name, mountPolicy, ...(proxyHost === undefined ? {} : { proxyHost }) }];
  });
  const unique = new Map(given.map((one) => [JSON.stringify(one), one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
