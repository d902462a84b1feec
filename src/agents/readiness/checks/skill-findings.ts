import { objectNamed } from "../../admission/grants/grant-world.ts";
import type { agentSkill } from "../../kinds/config/agent-skill.ts";
import type { Declared } from "../../resource/resource.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { ReadinessReason } from "../readiness-reasons.ts";
import { namesUsed, type StackView } from "../stack-parts.ts";

type Skill = Declared<typeof agentSkill>;

/** Whether each skill is there, well formed, and made for the client and the tools of who uses it. */
export function skillFindings(view: StackView): ReadinessFinding[] {
  const names = namesUsed(view, "skills");
  if (names.length === 0) return [finding("NothingToCheck", "it uses no skill")];
  return names.flatMap((name) => {
    const skill = objectNamed(view.snapshot.grants.skills, name);
    const users = view.users.filter(({ skills }) => skills.includes(name));
    if (!skill)
      return users.map(({ object }) => missingReference("SkillsValidated", `agentskills/${name}`, object));
    return [...fileFindings(skill, view), ...fitFindings(skill, view)];
  });
}

function finding(reason: ReadinessReason, message: string, remedy?: string): ReadinessFinding {
  return readinessFinding("SkillsValidated", reason, message, remedy);
}

function fileFindings({ metadata, spec }: Skill, { facts, stack }: StackView): ReadinessFinding[] {
  const { name } = metadata;
  const found = facts.skills.get(name);
  const { template, row = name } = spec.sourceRef;
  if (found?.digest === undefined)
    return [
      finding(
        "SkillMissing",
        `no config row has the files of agentskills/${name}: ${row}${stack.spec.agent === undefined ? "" : ` for the agent ${stack.spec.agent}`}`,
        template === undefined
          ? `Set it: identikit config set skill ${row} --scope global --file FILE.`
          : `Fetch the template ${template} and run identikit config sync; it has to have agent-skills/${row}/SKILL.md.`,
      ),
    ];
  if (found.problems.length > 0)
    return found.problems.map(({ message, remedy }) =>
      finding("SkillInvalid", `agentskills/${name}: ${message}`, remedy),
    );
  return [finding("Verified", `agentskills/${name} is well formed`)];
}

function fitFindings(skill: Skill, { stack, users }: StackView): ReadinessFinding[] {
  const { name } = skill.metadata;
  const { baseAgents, tools = [] } = skill.spec.compatibility ?? {};
  const { baseAgent } = stack.spec;
  const client =
    baseAgents && !baseAgents.includes(baseAgent)
      ? [
          finding(
            "SkillIncompatible",
            `agentskills/${name} is made for ${baseAgents.join(", ")}, and the stack runs ${baseAgent}`,
            `Take it out of the stack, or add ${baseAgent} to compatibility.baseAgents of agentskills/${name}.`,
          ),
        ]
      : [];
  const denied = users
    .filter(({ skills }) => skills.includes(name))
    .flatMap(({ toolProfile }) => {
      if (!toolProfile) return [];
      const { approvalPolicyByTool: policy } = toolProfile.spec;
      return tools
        .filter((tool) => (policy[tool] ?? policy["*"]) === "deny")
        .map((tool) =>
          finding(
            "SkillToolDenied",
            `agentskills/${name} calls ${tool}, which agenttoolprofiles/${toolProfile.metadata.name} denies`,
            `Allow ${tool} in agenttoolprofiles/${toolProfile.metadata.name}, or take the skill out of the stack.`,
          ),
        );
    });
  return [...client, ...denied];
}
