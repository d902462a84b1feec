import { z } from "zod";
import { decodeText } from "../document/text.ts";
import { parseYaml } from "../document/yaml.ts";
import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";

/** Whether an agent's card lists the skills that are delivered to it. */
export interface SkillReport {
  /** Skills among the assets: directories with a `SKILL.md`. */
  readonly delivered: number;
  /** Entries of `agent_card.skills` in the delivered config; `null` where it has no such list or cannot be read. */
  readonly listed: number | null;
  /** What an operator should know, if anything: skills that no card lists. */
  readonly warning: string | null;
}

const configSchema = z.looseObject({
  agent_card: z.looseObject({ skills: z.array(z.unknown()).optional() }).optional(),
});

/** Compares `agent_card.skills` of `config.yaml` with the skills among the assets. */
export function reportSkills(tree: FileTree): SkillReport {
  const delivered = [...tree].filter(({ path }) => /^agent-skills\/[^/]+\/SKILL\.md$/.test(path)).length;
  const listed = listedSkills(tree);
  const warning =
    delivered > 0 && !listed
      ? `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered`
      : null;
  return { delivered, listed, warning };
}

function listedSkills(tree: FileTree): number | null {
  const config = tree.get("config.yaml");
  if (!config) return null;
  try {
    const { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
    return configSchema.parse(value).agent_card?.skills?.length ?? null;
  } catch (caught) {
    if (caught instanceof IdentikitError || caught instanceof z.ZodError) return null;
    throw caught;
  }
}
