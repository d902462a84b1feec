import { z } from "zod";
import { login, sha256, trustTier } from "./fields.ts";

/** Who did something, as the host or the operating system says; never as a payload's text says. */
export const actor = z.strictObject({
  kind: z
    .enum(["User", "ServiceAccount", "System"])
    .describe("A person or bot, an account of ours, or Identikit itself."),
  name: z.string().min(1).max(253).describe("The login or the account's name."),
  groups: z
    .array(z.string().min(1).max(253))
    .max(500)
    .optional()
    .describe("Teams, and permissions on repositories, as the host said at the time."),
});
export type Actor = z.output<typeof actor>;

/** What the host says of who caused an event, and of what it is about. */
export const hostFacts = z.strictObject({
  host: z.enum(["github", "gitea", "local"]).describe("The kind of host."),
  serverUrl: z.string().max(2000).optional().describe("Its address."),
  actor: login.describe("Who caused it."),
  permission: z
    .enum(["none", "read", "triage", "write", "maintain", "admin"])
    .describe("Their permission on the repository."),
  teams: z
    .array(z.string().min(1).max(253))
    .max(500)
    .optional()
    .describe("Their teams, as ORGANISATION/TEAM."),
  isFork: z.boolean().describe("Whether the content comes from another repository."),
  isProtectedRef: z.boolean().describe("Whether the ref is protected on the host."),
  isBot: z.boolean().optional().describe("Whether a bot caused it."),
});
export type HostFacts = z.output<typeof hostFacts>;

/** What admission answered, and everything that the answer rests on. */
export const decision = z.strictObject({
  verdict: z.enum(["allowed", "requiresApproval", "denied"]).describe("The answer."),
  tier: trustTier.describe("The tier of trust of the work."),
  reasons: z
    .array(
      z.strictObject({
        code: z.string().min(1).max(100).describe("Stable, for programs."),
        effect: z.enum(["allow", "approval", "deny", "warn"]).describe("What it makes of the answer."),
        message: z.string().min(1).max(4000).describe("For a person."),
        remedy: z.string().max(4000).optional().describe("What to do about it."),
        object: z
          .string()
          .max(600)
          .optional()
          .describe("The object that it comes from, such as agentsecretgrants/x."),
      }),
    )
    .max(500)
    .describe("Why, the weightiest first."),
  basis: z
    .array(
      z.strictObject({
        fact: z
          .string()
          .min(1)
          .max(600)
          .describe("What it is: an object such as agentroles/x, or a fact such as host/permission."),
        digest: sha256.describe("The digest of what counted of it."),
      }),
    )
    .max(5000)
    .optional()
    .describe("What the answer rests on, so that a launch can say what has changed since."),
  digest: sha256.describe("The digest of all that was looked at: the permission snapshot."),
});
export type Decision = z.output<typeof decision>;
