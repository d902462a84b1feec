import { whoIs } from "../admission/decision/actor-findings.ts";
import type { RunRequest } from "../admission/decision/admission-request.ts";
import type { AdmissionSnapshot } from "../admission/decision/admission-snapshot.ts";
import { answeredNeeds } from "../admission/decision/grant-findings.ts";
import type { NeedAnswer } from "../admission/grants/answer-need.ts";
import type { Stack } from "../admission/grants/grant-world.ts";
import type { Ticket } from "../tickets/ticket.ts";

/** What a run needs, with what admission answered for each. */
export function needAnswers(
  request: RunRequest,
  stack: Stack,
  { grants, now }: Pick<AdmissionSnapshot, "grants" | "now">,
): NeedAnswer[] {
  const { actor, organization, host, repository, ref, source, run: name } = request;
  const { who } = whoIs(actor, organization, host, repository);
  const run = { repository, ref, source, name };
  const context = { organization, stack, who: host?.isFork ? undefined : who, run, now };
  return answeredNeeds(context, grants).answered.map(({ answer }) => answer);
}

/** The secrets that grants give a run, each with the ways in which the agent gets it: what admission answered for, and nothing else. */
export function grantedSecrets(
  request: RunRequest,
  stack: Stack,
  snapshot: AdmissionSnapshot,
): Ticket["secrets"] {
  const given = needAnswers(request, stack, snapshot).flatMap(({ need, phase, mount }): Ticket["secrets"] => {
    if (need.need !== "secret" || phase !== "Met" || !mount) return [];
    const { policy: mountPolicy, proxyHost } = mount;
    return [{ name: need.name, mountPolicy, ...(proxyHost === undefined ? {} : { proxyHost }) }];
  });
  const unique = new Map(given.map((one) => [JSON.stringify(one), one]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
