import { driftReasons } from "../../admission/decision/drift-reasons.ts";
import { objectNamed } from "../../admission/grants/grant-world.ts";
import { roleTemplate } from "../../admission/rbac/role-templates.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import { ageOf, type StackView } from "../stack-parts.ts";

/** Whether the agent's account, and that of the runners, exist and can be used. */
export function accountFindings({ stack, facts, snapshot }: StackView): ReadinessFinding[] {
  const type = "RuntimeIdentityReady";
  const { runtimeIdentity, runnerPool } = stack.spec;
  const pool = objectNamed(snapshot.runnerPools, runnerPool);
  const asked = [
    { name: runtimeIdentity, usedBy: "agent", from: `agentstacks/${stack.metadata.name}` },
    ...(pool?.spec.serviceAccount === undefined
      ? []
      : [{ name: pool.spec.serviceAccount, usedBy: "runner", from: `agentrunnerpools/${runnerPool}` }]),
  ];
  return asked.flatMap(({ name, usedBy, from }) => {
    const object = `agentserviceaccounts/${name}`;
    const account = objectNamed(facts.serviceAccounts, name);
    if (!account) return [missingReference(type, object, from)];
    if (account.spec.usedBy !== usedBy)
      return [
        readinessFinding(
          type,
          "AccountNotForAgents",
          `${from} names ${object} for the ${usedBy}, and it is an account of ${account.spec.usedBy}s`,
          `Name another account in ${from}, or set usedBy: ${usedBy} in ${object}.`,
        ),
      ];
    const token = account.status?.conditions?.find((one) => one.type === "TokenReady");
    if (token?.status === "False")
      return [
        readinessFinding(
          type,
          "AccountNotReady",
          `${object} cannot sign in: ${token.message}`,
          token.remedy ?? `Renew what ${object} signs in with.`,
        ),
      ];
    return [readinessFinding(type, "Verified", `${object} can be used`)];
  });
}

/** Whether the roles that are bound to the account exist, and all roles are what the repository declares. */
export function roleFindings({ stack, snapshot }: StackView): ReadinessFinding[] {
  const type = "RolesAdmitted";
  const bound = boundRoles({ stack, snapshot });
  const drift = driftReasons(stack.metadata.namespace, snapshot, "deny");
  return [
    readinessFinding(
      type,
      "Verified",
      `${bound.length} roles are bound to its account, and none differs from the repository`,
    ),
    ...drift.map(({ message, remedy }) => readinessFinding(type, "RoleDrift", message, remedy)),
    ...bound
      .filter(({ exists }) => !exists)
      .map(({ binding, role }) =>
        readinessFinding(
          type,
          "RoleMissing",
          `agentrolebindings/${binding} binds ${role}, which does not exist`,
          `Declare ${role}, or delete agentrolebindings/${binding}.`,
        ),
      ),
  ];
}

/** The roles that bindings of the organisation give to a stack's account by its name. */
export function boundRoles({ stack, snapshot }: Pick<StackView, "stack" | "snapshot">) {
  const { namespace } = stack.metadata;
  const account = objectNamed(snapshot.grants.serviceAccounts, stack.spec.runtimeIdentity);
  const { roles, bindings } = snapshot.access;
  return bindings
    .filter(
      ({ metadata, spec: { subject } }) =>
        metadata.namespace === namespace &&
        subject.kind === "ServiceAccount" &&
        subject.name === account?.spec.serviceAccountName,
    )
    .map(({ metadata, spec: { roleRef } }) => {
      const isTemplate = roleRef.kind === "RoleTemplate";
      const exists = isTemplate
        ? roleTemplate(roleRef.name) !== undefined
        : roles.some((role) => role.metadata.name === roleRef.name && role.metadata.namespace === namespace);
      return {
        binding: metadata.name,
        role: `${isTemplate ? "roletemplates" : "agentroles"}/${roleRef.name}`,
        exists,
      };
    })
    .sort((a, b) => (a.binding < b.binding ? -1 : 1));
}

/** Whether what the agent runs in has the identity of its template. A stack is as good as the one image that was looked at. */
export function imageFindings({ stack, facts, snapshot }: StackView): ReadinessFinding[] {
  const type = "IdentityProven";
  const { image, agent } = stack.spec;
  if (agent !== undefined && !facts.agent)
    return [
      readinessFinding(
        type,
        "ReferenceMissing",
        `the stack names the agent ${agent}, and no such agent is configured`,
        `Add ${agent} to agents.json and run identikit config sync, or take agent out of the stack.`,
      ),
    ];
  if (image === undefined)
    return [
      readinessFinding(
        type,
        "NothingToCheck",
        "it names no image; the agent's env directory is rendered for each run and compared afterwards",
      ),
    ];
  const seen = facts.image?.image === image ? facts.image : undefined;
  const { imageUnseen: why } = facts;
  const gate = `Run identikit gate --image docker://${image}, and identikit controller --once where the image and its template can be read.`;
  if (!seen || seen.verdict === "unverified")
    return [
      readinessFinding(
        type,
        "GateNotRun",
        `the gate has no answer for ${image}${told(seen?.message ?? why?.message)}`,
        why?.remedy ?? gate,
      ),
    ];
  if (seen.verdict === "drift")
    return [
      readinessFinding(
        type,
        "GateFailed",
        `the identity in ${image} is not the template's${told(seen.message)}`,
        "Bake the image again from the template, publish it, and name its digest in the stack.",
      ),
    ];
  const isOther = facts.treeDigest !== undefined && facts.treeDigest !== seen.treeDigest;
  if (isOther || ageOf(seen.seenAt, snapshot) > facts.ages.image)
    return [
      readinessFinding(
        type,
        "GateFactsOld",
        `${image} passed the gate at ${seen.seenAt}${isOther ? ", and the template has changed since" : ""}${told(why?.message)}`,
        why?.remedy ?? gate,
      ),
    ];
  return [
    readinessFinding(type, "Verified", `${image} passed the gate with the identity ${seen.treeDigest}`),
  ];
}

function told(message: string | undefined): string {
  return message === undefined ? "" : `: ${message}`;
}
