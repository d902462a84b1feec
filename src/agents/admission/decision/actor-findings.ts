import type { Actor, HostFacts } from "../../kinds/actor.ts";
import { foldedName } from "../folded-name.ts";
import { belongsTo } from "../rbac/access-state.ts";
import { rightsFor } from "../rbac/action-rights.ts";
import { type AccessIdentity, actorIdentity, hostGroups } from "../rbac/identity.ts";
import { canWrite } from "../trust/trust-tier.ts";
import { accessFindings } from "./access-findings.ts";
import type { RunRequest } from "./admission-request.ts";
import type { AdmissionSnapshot } from "./admission-snapshot.ts";
import type { AdmissionFindings } from "./findings.ts";
import { type Reason, reason } from "./reason.ts";

/** Who an actor is, by the facts of the host where there are any, else by what a server noted when they signed in. */
export function whoIs(
  actor: Actor,
  organization: string,
  host?: Pick<HostFacts, "permission" | "teams">,
  repository?: string,
): { readonly who: AccessIdentity | undefined; readonly reasons: readonly Reason[] } {
  const { groups, ignoredTeams } = host
    ? hostGroups(host, repository)
    : { groups: actor.groups ?? [], ignoredTeams: [] };
  const who = actorIdentity(actor, organization, groups);
  const invalid = reason("deny", "ACTOR_INVALID", `${JSON.stringify(actor.name)} is not a login of a forge`, {
    remedy: "Sign in as a person; accounts of Identikit are named in bindings as ServiceAccount.",
  });
  return {
    who,
    reasons: [
      ...(who ? [] : [invalid]),
      ...ignoredTeams.map((team) =>
        reason(
          "warn",
          "TEAM_IGNORED",
          `the team ${JSON.stringify(team)} is not ORGANISATION/TEAM and gives no rights`,
        ),
      ),
    ],
  };
}

/** Whether who asked may start the run: the repository is the organisation's, they can write to it, and roles give the rights. */
export function actorFindings(request: RunRequest, snapshot: AdmissionSnapshot): AdmissionFindings[] {
  const { actor, host, organization, repository } = request;
  const { who, reasons } = whoIs(actor, organization, host, repository);
  const own = snapshot.access.organizations.find(({ name }) => name === organization);
  const found: Reason[] = [...reasons];
  if (!belongsTo(own, repository))
    found.push(
      reason("deny", "REPOSITORY_OUTSIDE", `${repository} is not a repository of ${organization}`, {
        remedy:
          "Dispatch in the organisation that the repository belongs to, or add it to this one's repositories.",
      }),
    );
  if (!host) found.push(factsMissing("the host was not asked about who wants this run"));
  else if (actor.kind === "User" && foldedName(host.actor) !== foldedName(actor.name))
    found.push(factsMissing(`the host was asked about ${host.actor}, and ${actor.name} wants this run`));
  const findings: AdmissionFindings[] = [{ reasons: found, basis: [] }];
  // Of who sent a fork's event nothing is asked: the person who approves it answers for it.
  if (host?.isFork || !who) return findings;
  if (host && actor.kind === "User" && !canWrite(host.permission))
    findings.push({
      reasons: [
        reason(
          "deny",
          "ACTOR_CANNOT_WRITE",
          `${actor.name} has the permission ${host.permission} on ${repository}; starting an agent takes write permission`,
          { remedy: "Let somebody start it who can write to the repository." },
        ),
      ],
      basis: [],
    });
  const rights = rightsFor("dispatch", { namespace: organization, repository, stack: request.stack });
  return [...findings, ...accessFindings(snapshot.access, who, rights)];
}

function factsMissing(message: string): Reason {
  return reason("deny", "HOST_FACTS_MISSING", message, {
    remedy: "Ask the host for their permission on the repository, and try again.",
  });
}
