import type { z } from "zod";
import { grantSubject } from "../../kinds/config/grant-fields.ts";
import type { eventSource } from "../../kinds/fields.ts";
import { foldedName } from "../folded-name.ts";
import { isRefOf, isRepositoryOf } from "../pattern.ts";
import type { AccessIdentity } from "../rbac/identity.ts";
import { type AccessGrant, type GrantWorld, grantName, objectNamed, type Stack } from "./grant-world.ts";
import type { Need } from "./needs.ts";

/** What the work is that needs something. */
export interface GrantContext {
  readonly organization: string;
  readonly stack: Stack;
  /** The person or account for whom it is done. */
  readonly who?: AccessIdentity | undefined;
  /** Left out where a stack is looked at without a run: grants that are bound to one count as given then. */
  readonly run?: RunContext | undefined;
  /** RFC 3339. */
  readonly now: string;
}

export interface RunContext {
  readonly repository: string;
  readonly ref?: string | undefined;
  readonly source: z.output<typeof eventSource>;
  readonly name?: string | undefined;
}

export type MountPolicy = "env" | "file" | "proxy";

/** What becomes of a need. */
export interface NeedAnswer {
  readonly need: Need;
  readonly phase: "Met" | "Missing" | "Denied" | "Expired";
  /** The grant that gives or refuses it, or gave it. */
  readonly grant?: AccessGrant;
  /** For what is given: how the agent gets it. */
  readonly mount?: { readonly policy: MountPolicy; readonly proxyHost?: string };
  /** For a config: the keys that are given; all of them if left out. */
  readonly keys?: readonly string[];
  /** For a config: keys that are refused all the same. */
  readonly deniedKeys?: readonly string[];
}

/** From the widest subject to the narrowest. */
const widths = grantSubject.shape.kind.options;
/** From the way that tells the agent most to the one that tells it nothing. */
const mounts: readonly MountPolicy[] = ["env", "file", "proxy"];

/**
 * Whether something that is needed is given: a refusal that applies wins; else the grant with the narrowest subject does, and of
 * several the one for this run, then the one that shows the agent least. A grant whose time is over gives nothing, and a refusal whose
 * time is over refuses nothing.
 */
export function answerNeed(need: Need, context: GrantContext, world: GrantWorld): NeedAnswer {
  const about = grantsAbout(need, world).filter((grant) => isMeant(grant, need, context, world));
  const standing = about.filter((grant) => !isOver(grant, context.now));
  const refusals = standing.filter(({ spec }) => spec.effect === "deny");
  const refusal = refusals.find((grant) => keysOf(grant) === undefined);
  if (refusal) return { need, phase: "Denied", grant: refusal };
  const deniedKeys = [...new Set(refusals.flatMap((grant) => keysOf(grant) ?? []))].sort();
  const [given] = narrowest(standing);
  if (given) return met(need, given, deniedKeys);
  const [over] = narrowest(about);
  return over ? { need, phase: "Expired", grant: over } : { need, phase: "Missing" };
}

function met(need: Need, grant: AccessGrant, deniedKeys: readonly string[]): NeedAnswer {
  const { mountPolicy: policy, proxyHost } = grant.spec;
  const keys = keysOf(grant)?.filter((key) => !deniedKeys.includes(key));
  if (keys?.length === 0) return { need, phase: "Denied", grant };
  return {
    need,
    phase: "Met",
    grant,
    mount: proxyHost === undefined ? { policy } : { policy, proxyHost },
    ...(keys === undefined ? {} : { keys }),
    ...(deniedKeys.length === 0 ? {} : { deniedKeys }),
  };
}

function grantsAbout({ need, name }: Need, world: GrantWorld): readonly AccessGrant[] {
  return need === "secret"
    ? world.secretGrants.filter(({ spec }) => spec.secretRef.name === name)
    : world.configGrants.filter(({ spec }) => spec.configRef.name === name);
}

function keysOf(grant: AccessGrant): readonly string[] | undefined {
  return grant.kind === "AgentConfigGrant" && "configRef" in grant.spec
    ? grant.spec.configRef.keys
    : undefined;
}

/** Those that give, the one that wins first. */
function narrowest(grants: readonly AccessGrant[]): AccessGrant[] {
  return grants
    .filter(({ spec }) => spec.effect === "allow")
    .sort(
      ({ spec: a, metadata: left }, { spec: b, metadata: right }) =>
        widths.indexOf(b.subject.kind) - widths.indexOf(a.subject.kind) ||
        Number(b.run !== undefined) - Number(a.run !== undefined) ||
        mounts.indexOf(b.mountPolicy) - mounts.indexOf(a.mountPolicy) ||
        (left.name < right.name ? -1 : 1),
    );
}

function isOver({ spec: { expires } }: AccessGrant, now: string): boolean {
  return expires !== undefined && Date.parse(expires) <= Date.parse(now);
}

/** Whether a grant is about this need of this work, its time aside. */
function isMeant(grant: AccessGrant, need: Need, context: GrantContext, world: GrantWorld): boolean {
  const { metadata, spec } = grant;
  return (
    metadata.namespace === context.organization &&
    (spec.purpose === "any" || spec.purpose === need.purpose) &&
    isSubject(grant, need, context, world) &&
    isForRun(grant, context.run)
  );
}

function isSubject(
  { spec: { subject } }: AccessGrant,
  need: Need,
  context: GrantContext,
  world: GrantWorld,
): boolean {
  const { kind, name } = subject;
  const { stack, who, organization } = context;
  switch (kind) {
    case "Organization":
      return name === organization;
    case "Group":
      return who?.groups.includes(foldedName(name)) ?? false;
    case "User":
      return who?.name === foldedName(name);
    case "AgentRunnerPool":
      return name === stack.spec.runnerPool;
    case "AgentServiceAccount":
      return name === objectNamed(world.serviceAccounts, stack.spec.runtimeIdentity)?.spec.serviceAccountName;
    case "AgentStack":
      return name === stack.metadata.name;
    case "AgentSubagent":
      return name === need.subagent;
    default:
      return kind === need.requiredBy.kind && name === need.requiredBy.name;
  }
}

/**
 * Whether a grant's bounds hold for a run. What is not known of the run (a run without a ref) is within no bounds of a permission,
 * and within all of a refusal.
 */
function isForRun({ spec }: AccessGrant, run: RunContext | undefined): boolean {
  const { effect, allowedRepositories, allowedRefs, allowedTriggerSources } = spec;
  if (!run) return effect === "allow" || !isBound(spec);
  const within = (
    patterns: readonly string[] | undefined,
    isWithin: ((pattern: string) => boolean) | undefined,
  ) => patterns === undefined || (isWithin ? patterns.some(isWithin) : effect === "deny");
  const { repository, ref, source, name } = run;
  return (
    within(allowedRepositories, (pattern) => isRepositoryOf(pattern, repository)) &&
    within(allowedRefs, ref === undefined ? undefined : (pattern) => isRefOf(pattern, ref)) &&
    within(allowedTriggerSources, (one) => one === source) &&
    (spec.run === undefined || spec.run === name)
  );
}

function isBound({
  allowedRepositories,
  allowedRefs,
  allowedTriggerSources,
  run,
}: AccessGrant["spec"]): boolean {
  return [allowedRepositories, allowedRefs, allowedTriggerSources, run].some((bound) => bound !== undefined);
}

/** What answers are about, in the words of reasons. */
export function answeredBy({ grant }: NeedAnswer): string | undefined {
  return grant && grantName(grant);
}
