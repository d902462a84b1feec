import type { z } from "zod";
import { contentDigest } from "../admission/decision/basis.ts";
import { answeredBy } from "../admission/grants/answer-need.ts";
import type { agentCapabilityRequirement } from "../kinds/record/agent-capability-requirement.ts";
import { clientSeen } from "./checks/client-findings.ts";
import { boundRoles } from "./checks/identity-findings.ts";
import { stackNeeds } from "./checks/need-findings.ts";
import { clientDemands } from "./client-demands.ts";
import type { StackView } from "./stack-parts.ts";

type Spec = z.output<typeof agentCapabilityRequirement.spec>;
type Status = z.output<typeof agentCapabilityRequirement.status>;

/** One thing that a stack needs, as it is recorded. */
export interface WantedRequirement {
  readonly name: string;
  readonly spec: Spec;
  readonly status: Status;
}

/** Everything that a stack needs, by name: secrets, configs, capabilities of its client, and roles that are bound to its account. */
export function wantedRequirements(view: StackView): WantedRequirement[] {
  const wanted = [...grantRequirements(view), ...clientRequirements(view), ...roleRequirements(view)].map(
    ([spec, status]) => ({ name: requirementName(spec), spec, status }),
  );
  // What is asked for the same reason twice is needed once.
  return [...new Map(wanted.map((one) => [one.name, one])).values()].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/** Says what it is about, and no two are called the same. */
function requirementName(spec: Spec): string {
  const { stack, need, name } = spec;
  const text = `${stack}-${need}-${name}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 200)
    .replace(/^-|-$/g, "");
  return `${text}-${contentDigest(spec).slice("sha256:".length, "sha256:".length + 10)}`;
}

function grantRequirements(view: StackView): [Spec, Status][] {
  return stackNeeds(view).map(({ answer, findings }) => {
    const { need, phase } = answer;
    const { requiredBy, subagent, name, purpose } = need;
    const fault = findings.reasons.find(({ effect }) => effect !== "allow");
    const grant = answeredBy(answer);
    return [
      {
        stack: view.stack.metadata.name,
        requiredBy,
        ...(subagent === undefined ? {} : { subagent }),
        need: need.need,
        name,
        purpose,
      },
      {
        // A grant of what is not there gives nothing.
        phase: phase === "Met" && fault ? "Missing" : phase,
        ...(grant === undefined ? {} : { grant }),
        ...(fault?.remedy === undefined ? {} : { remedy: fault.remedy }),
      },
    ];
  });
}

function clientRequirements(view: StackView): [Spec, Status][] {
  const seen = clientSeen(view);
  return clientDemands(view)
    .filter(({ standIn }) => standIn === undefined)
    .map(({ capability, requiredBy, because }) => {
      const isMet = seen?.capabilities.includes(capability);
      const spec = { stack: view.stack.metadata.name, requiredBy, need: "capability" as const };
      return [
        { ...spec, name: capability, purpose: because.slice(0, 100) },
        seen
          ? {
              phase: isMet ? "Met" : "Missing",
              ...(isMet ? {} : { remedy: `Use a client that can, or ask for less: ${because}.` }),
            }
          : { remedy: "Run identikit controller --once in a job that has the client." },
      ];
    });
}

function roleRequirements(view: StackView): [Spec, Status][] {
  return boundRoles(view).map(({ binding, role, exists }) => [
    {
      stack: view.stack.metadata.name,
      requiredBy: { kind: "AgentRoleBinding", name: binding },
      need: "role",
      name: role,
    },
    exists
      ? { phase: "Met", grant: `agentrolebindings/${binding}` }
      : { phase: "Missing", remedy: `Declare ${role}, or delete agentrolebindings/${binding}.` },
  ]);
}
