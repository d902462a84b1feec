import { FileTree } from "../../tree/file-tree.ts";
import type { ControlResult } from "../control/controller.ts";
import { agentSkill } from "../kinds/config/agent-skill.ts";
import type { Declared } from "../resource/resource.ts";
import { needsMet, stamped, usesOf } from "./carrier-needs.ts";
import type { SkillSource } from "./probe-ports.ts";
import type { StackControllerPorts } from "./stack-controller-ports.ts";
import type { SkillFacts } from "./stack-facts.ts";
import type { StackRows } from "./stack-rows.ts";
import type { StackWorld } from "./stack-world.ts";

/** Reads the files of a skill as an agent has them. */
export async function skillFacts(
  { metadata, spec }: Declared<typeof agentSkill>,
  rows: StackRows,
  skills: SkillSource,
): Promise<SkillFacts> {
  const row = spec.sourceRef.row ?? metadata.name;
  const found = await rows.skill(row);
  if (found === undefined) return { problems: [] };
  // A row that cannot be read is there, and has no good files.
  if (!(found instanceof FileTree)) return { digest: "unreadable", problems: [found] };
  return { digest: found.digest, ...skills.examine(row, spec.format, found) };
}

/** Says in a skill's status what its files came to. */
export async function reconcileSkill(
  name: string,
  world: StackWorld,
  { store, skills, ages }: Pick<StackControllerPorts, "store" | "skills" | "ages">,
): Promise<ControlResult> {
  const { organization: namespace } = world;
  const skill = await store.read((reader) => reader.get(agentSkill, { namespace, name }));
  if (!skill) return {};
  const uses = usesOf({ kind: "AgentSkill", name }, world);
  const agent = uses.find(({ stack }) => stack.spec.agent !== undefined)?.stack.spec.agent;
  const { digest, description, problems } = await skillFacts(skill, await world.rows(agent), skills);
  const { generation, resourceVersion } = skill.metadata;
  const stamp = { now: world.snapshot.now, generation, before: skill.status.conditions ?? [] };
  const [problem] =
    digest === undefined
      ? [{ message: "no config row has its files", remedy: "Run identikit config sync, or set the row." }]
      : problems;
  const validated = stamped(
    problem
      ? {
          type: "Validated",
          status: "False",
          severity: "error",
          reason: "FilesInvalid",
          message: problem.message.slice(0, 4000),
          remedy: problem.remedy.slice(0, 1000),
        }
      : {
          type: "Validated",
          status: "True",
          severity: "info",
          reason: "Verified",
          message: "its files are well formed",
        },
    stamp,
  );
  const status = {
    observedGeneration: generation,
    ...(digest?.startsWith("sha256:") ? { digest } : {}),
    ...(description === undefined ? {} : { description: description.slice(0, 4000) }),
    conditions: [validated, needsMet(uses, stamp)],
  };
  await store.write((objects) =>
    objects.setStatus(agentSkill, { namespace, name }, status, { resourceVersion }),
  );
  return { againMs: ages.recheck };
}
