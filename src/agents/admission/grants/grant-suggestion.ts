import { stringify } from "yaml";
import { apiVersion } from "../../resource/resource.ts";
import type { TrustTier } from "../trust/trust-tier.ts";
import type { MountPolicy, RunContext } from "./answer-need.ts";
import type { ConfigGrant, SecretGrant } from "./grant-world.ts";
import type { Need } from "./needs.ts";

/**
 * The least grant that would meet a need: for what needs it and nothing else, for one purpose, and for runs of this repository, ref
 * and kind of event.
 * @param run left out where a stack is looked at without a run
 * @param onlyForRun binds it to the one run, as the approval of a missing grant does
 */
export function leastGrant(
  need: Need,
  organization: string,
  tier: TrustTier | undefined,
  run?: RunContext,
  onlyForRun = false,
): SecretGrant | ConfigGrant {
  const subject =
    need.subagent === undefined ? need.requiredBy : { kind: "AgentSubagent" as const, name: need.subagent };
  const { name: runName } = run ?? {};
  const isBound = onlyForRun && runName !== undefined;
  const mountPolicy: MountPolicy = tier === "untrusted" && need.need === "secret" ? "proxy" : "env";
  const spec = {
    subject,
    purpose: need.purpose,
    effect: "allow" as const,
    ...(run ? { allowedRepositories: [run.repository] } : {}),
    ...(run?.ref !== undefined ? { allowedRefs: [run.ref] } : {}),
    ...(run ? { allowedTriggerSources: [run.source] } : {}),
    ...(isBound ? { run: runName } : {}),
    mountPolicy,
  };
  const metadata = { name: grantObjectName(need, isBound ? runName : undefined), namespace: organization };
  return need.need === "secret"
    ? { kind: "AgentSecretGrant", metadata, spec: { ...spec, secretRef: { name: need.name } } }
    : { kind: "AgentConfigGrant", metadata, spec: { ...spec, configRef: { name: need.name } } };
}

/** The same as a manifest, without what is the default anyway. */
export function grantManifest({ kind, metadata, spec }: SecretGrant | ConfigGrant): string {
  const { effect, mountPolicy, ...others } = spec;
  const shown = {
    ...others,
    ...(effect === "allow" ? {} : { effect }),
    ...(mountPolicy === "env" ? {} : { mountPolicy }),
  };
  return stringify({ apiVersion, kind, metadata, spec: shown }, { lineWidth: 0 });
}

/** A name that says what it gives to what: secrets have letters that names of objects do not have. */
function grantObjectName({ name, requiredBy, subagent }: Need, run: string | undefined): string {
  const parts = [name, "for", subagent ?? requiredBy.name, ...(run === undefined ? [] : [run])];
  return parts
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 200);
}
