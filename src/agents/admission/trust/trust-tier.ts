import type { z } from "zod";
import type { Actor, HostFacts } from "../../kinds/actor.ts";
import type { trustTier } from "../../kinds/fields.ts";

export type TrustTier = z.output<typeof trustTier>;

/** What decides how far work is trusted. There is no text of an event in it, and there must never be. */
export type TrustFacts = Pick<HostFacts, "permission" | "isFork" | "isProtectedRef" | "isBot">;

/**
 * How far work is trusted, by facts of the host alone. Content of a fork is untrusted whoever sent it. A person with write permission
 * on a protected ref is trusted; on another ref, where others may have pushed, restricted, as is what a bot or an agent caused: it may
 * have been told to by somebody else. Everything else is untrusted.
 * @param kind Identikit itself acts on what the repository declares: it has no permission on the host, and the ref decides
 */
export function trustTierOf(kind: Actor["kind"], facts: TrustFacts): TrustTier {
  if (facts.isFork) return "untrusted";
  if (kind === "User" && !canWrite(facts.permission)) return "untrusted";
  if (kind === "ServiceAccount" || facts.isBot === true) return "restricted";
  return facts.isProtectedRef ? "trusted" : "restricted";
}

/** Whether a permission lets somebody change the repository. */
export function canWrite(permission: HostFacts["permission"]): boolean {
  return permission === "write" || permission === "maintain" || permission === "admin";
}

/**
 * Whether work of a tier may run under something that is meant for a tier: an account of restricted work may be used by trusted
 * work, not the other way round; untrusted work has accounts of its own, which nothing else uses.
 */
export function mayUse(work: TrustTier, meantFor: TrustTier): boolean {
  if (work === "untrusted" || meantFor === "untrusted") return work === meantFor;
  return work === "trusted" || meantFor === "restricted";
}
