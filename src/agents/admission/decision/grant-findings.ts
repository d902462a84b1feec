import { answeredBy, answerNeed, type GrantContext, type NeedAnswer } from "../grants/answer-need.ts";
import { grantManifest, leastGrant } from "../grants/grant-suggestion.ts";
import { type GrantWorld, grantName } from "../grants/grant-world.ts";
import { type BrokenReference, type Need, needsOf } from "../grants/needs.ts";
import type { TrustTier } from "../trust/trust-tier.ts";
import { workTerms } from "../trust/work-terms.ts";
import { basisFact } from "./basis.ts";
import type { AdmissionFindings } from "./findings.ts";
import { type Reason, reason } from "./reason.ts";

/** What becomes of one need, and what there is to say about it. */
export interface AnsweredNeed {
  readonly answer: NeedAnswer;
  readonly findings: AdmissionFindings;
}

/**
 * Whether a stack is given what it needs. Without a run (a stack is saved) nothing is denied for it: the stack is Blocked instead.
 * @param tier left out without a run
 */
export function grantFindings(
  context: GrantContext,
  world: GrantWorld,
  tier?: TrustTier,
): AdmissionFindings[] {
  const { answered, broken } = answeredNeeds(context, world, tier);
  return [
    { reasons: broken.map((one) => brokenReason(one, context)), basis: [] },
    ...answered.map(({ findings }) => findings),
  ];
}

/** Every need of a stack with its answer, and the names in it that lead nowhere. */
export function answeredNeeds(
  context: GrantContext,
  world: GrantWorld,
  tier?: TrustTier,
): { readonly answered: readonly AnsweredNeed[]; readonly broken: readonly BrokenReference[] } {
  const { needs, broken } = needsOf(context.stack, world);
  const secretGrants = Map.groupBy(world.secretGrants, ({ spec }) => spec.secretRef.name);
  const configGrants = Map.groupBy(world.configGrants, ({ spec }) => spec.configRef.name);
  // Each need is asked of the grants about it alone: there may be thousands of others.
  const aboutNeed = ({ name }: Need) => ({
    secretGrants: secretGrants.get(name) ?? [],
    configGrants: configGrants.get(name) ?? [],
  });
  const answered = needs.map((need) => {
    const own = { ...world, ...aboutNeed(need) };
    const answer = answerNeed(need, context, own);
    return { answer, findings: needFindings(answer, context, own, tier) };
  });
  return { answered, broken };
}

/** A grant that a person may give a run, and the reason in the answer of admission that it settles. */
export interface AskedGrant {
  readonly reason: Reason;
  readonly grant: ReturnType<typeof leastGrant>;
}

/** The least grants that would meet what a run lacks, each for this run only, where its stack lets a person be asked. */
export function askedGrants(context: GrantContext, world: GrantWorld, tier: TrustTier): AskedGrant[] {
  const { needs } = needsOf(context.stack, world);
  return needs.flatMap((need) => {
    const answer = answerNeed(need, context, world);
    if (answer.phase === "Met" || !canAsk(answer, context)) return [];
    const grant = leastGrant(need, context.organization, tier, context.run, true);
    return [{ reason: unmetReason(answer, context, tier), grant }];
  });
}

function needFindings(
  answer: NeedAnswer,
  context: GrantContext,
  world: GrantWorld,
  tier: TrustTier | undefined,
): AdmissionFindings {
  const { need } = answer;
  const absent = (need.need === "secret" ? world.secrets : world.configs).includes(need.name)
    ? []
    : [absentReason(need, context)];
  if (answer.phase !== "Met") return { reasons: [...absent, unmetReason(answer, context, tier)], basis: [] };
  const { grant } = answer;
  const shown = { object: answeredBy(answer) };
  const met = reason("allow", "GRANT_MET", `${needText(need)} is given by ${answeredBy(answer)}`, shown);
  const { reason: _, ...bounds } = grant?.spec ?? {};
  const basis = [basisFact(needFactName(need), { grant: answeredBy(answer), bounds })];
  const fault = mountFault(answer, tier);
  return { reasons: [...absent, fault ?? met], basis };
}

/** What is wrong with the way in which a secret that is given reaches the agent. */
function mountFault({ need, grant, mount }: NeedAnswer, tier: TrustTier | undefined): Reason | undefined {
  if (need.need !== "secret" || !grant || !mount) return undefined;
  const object = grantName(grant);
  if (mount.policy === "proxy" && mount.proxyHost === undefined)
    return reason(
      tier === undefined ? "warn" : "deny",
      "GRANT_PROXY_HOST_MISSING",
      `${object} gives ${need.name} through the proxy and names no host`,
      { object, remedy: `Set proxyHost in ${object}: the one host whose requests get it.` },
    );
  if (tier === undefined || workTerms(tier).secretMounts.includes(mount.policy)) return undefined;
  return reason(
    "deny",
    "GRANT_MOUNT_UNTRUSTED",
    `${needText(need)} would reach an untrusted agent as ${mount.policy === "env" ? "a variable" : "a file"}`,
    {
      object,
      remedy: `Set mountPolicy: proxy and proxyHost in ${object}, or give it to trusted work only.`,
    },
  );
}

/** A need, as facts and capability requirements name it. */
export function needFactName({ need, name, requiredBy, subagent }: Need): string {
  return `${need}/${name} for ${requiredBy.kind}/${requiredBy.name}${subagent === undefined ? "" : ` of AgentSubagent/${subagent}`}`;
}

function needText({ need, name, purpose, requiredBy, subagent }: Need): string {
  const whose = subagent === undefined ? "" : ` for the subagent ${subagent}`;
  return `the ${need} ${name} that ${requiredBy.kind} ${requiredBy.name} needs${whose} (${purpose})`;
}

function unmetReason(answer: NeedAnswer, context: GrantContext, tier: TrustTier | undefined): Reason {
  const { need, phase } = answer;
  const effect = context.run === undefined ? "warn" : canAsk(answer, context) ? "approval" : "deny";
  const by = answeredBy(answer);
  const manifest = grantManifest(leastGrant(need, context.organization, tier, context.run));
  const host =
    tier === "untrusted" && need.need === "secret" ? " with proxyHost, the one host that gets it" : "";
  const declare = `Declare this grant${host}:\n${manifest}`;
  switch (phase) {
    case "Denied":
      return reason(effect, "GRANT_DENIED", `${needText(need)} is refused by ${by}`, {
        object: by,
        remedy: `Take it out of what needs it, or delete ${by}: a refusal wins over every grant.`,
      });
    case "Expired":
      return reason(
        effect,
        "GRANT_EXPIRED",
        `${needText(need)} was given by ${by} until ${answer.grant?.spec.expires}`,
        {
          object: by,
          remedy: `Give ${by} a later end. ${declare.replace("Declare this grant", "Or declare this grant")}`,
        },
      );
    default:
      return reason(effect, "GRANT_MISSING", `${needText(need)} is not given by any grant`, {
        object: `${need.requiredBy.kind}/${need.requiredBy.name}`,
        remedy: declare,
      });
  }
}

/** A person may give what is missing for the one run, where the stack says so; nobody may give what is refused. */
function canAsk({ phase }: NeedAnswer, { stack }: GrantContext): boolean {
  return phase !== "Denied" && stack.spec.missingGrants === "ask";
}

function absentReason(need: Need, { run }: GrantContext): Reason {
  const remedy =
    need.need === "secret"
      ? `Run identikit secret set ${need.name}.`
      : `Declare an AgentConfig of the name ${need.name}.`;
  return reason(run ? "deny" : "warn", "NEED_ABSENT", `${needText(need)} does not exist`, {
    object: needFactName(need).split(" ")[0],
    remedy,
  });
}

function brokenReason({ object, how, from }: BrokenReference, { run, stack }: GrantContext): Reason {
  const effect = run ? "deny" : "warn";
  if (how === "missing")
    return reason(effect, "REFERENCE_MISSING", `${from} names ${object}, which does not exist`, {
      object,
      remedy: `Declare ${object}, or take it out of ${from}.`,
    });
  return reason(effect, "MCP_SERVER_OUT_OF_SCOPE", `${from} names ${object}, which is for other stacks`, {
    object,
    remedy: `Add ${stack.metadata.name} to scope.stacks of ${object}, or take it out of ${from}.`,
  });
}
