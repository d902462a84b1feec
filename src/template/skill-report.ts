import { z } from "zod";
import { decodeText } from "../document/text.ts";
import { parseYaml } from "../document/yaml.ts";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";

/** Whether an agent's card names the skills that are delivered to it. */
export interface SkillReport {
  /** Skills among the assets: directories with a `SKILL.md`. */
  readonly delivered: number;
  /** Entries of `agent_card.skills` in the delivered config; `null` where it has no such list or cannot be read. */
  readonly listed: number | null;
  /** Skills that are delivered and that the card does not name, in byte order. */
  readonly unlisted: readonly string[];
  /** Names on the card of which no skill is delivered, in the card's order. */
  readonly missing: readonly string[];
  /** What an operator should know, if anything. */
  readonly warning: string | null;
}

const skillSchema = z.union([
  z.string(),
  z.looseObject({ id: z.string().optional(), name: z.string().optional() }),
]);
const configSchema = z.looseObject({
  agent_card: z.looseObject({ skills: z.array(skillSchema).optional() }).optional(),
});

/** Compares `agent_card.skills` of `config.yaml`, by `id` or `name`, with the directories of the skills among the assets. */
export function reportSkills(tree: FileTree): SkillReport {
  const delivered = [...tree].flatMap(({ path }) => {
    const name = /^agent-skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1];
    return name === undefined ? [] : [name];
  });
  const listed = listedSkills(tree);
  const known = new Set(delivered);
  const named = new Set(listed?.flat());
  const unlisted = delivered.filter((name) => !named.has(name)).sort(comparePaths);
  const missing = (listed ?? []).filter((names) => !names.some((name) => known.has(name)));
  const facts = {
    delivered: delivered.length,
    listed: listed?.length ?? null,
    unlisted,
    missing: missing.map((names) => certain(names[0])),
  };
  return { ...facts, warning: warningOf(facts) };
}

function warningOf({ delivered, listed, unlisted, missing }: Omit<SkillReport, "warning">): string | null {
  if (delivered > 0 && !listed)
    return `agent_card.skills in config.yaml ${listed === null ? "cannot be found" : "is empty"}, but ${delivered} skills were delivered`;
  const parts = [
    ...(unlisted.length > 0 ? [`does not name ${fewOf(unlisted)}`] : []),
    ...(missing.length > 0 ? [`names ${fewOf(missing)}, which the template does not have`] : []),
  ];
  return parts.length === 0 ? null : `agent_card.skills in config.yaml ${parts.join(", and ")}`;
}

function fewOf(names: readonly string[], most = 5): string {
  const more = names.length - most;
  return names.slice(0, most).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** The names of each entry: its `id` and its `name`, or the entry itself. */
function listedSkills(tree: FileTree): readonly (readonly string[])[] | null {
  const config = tree.get("config.yaml");
  if (!config) return null;
  try {
    const { value } = parseYaml(decodeText(config.bytes, "config.yaml"), "config.yaml");
    const skills = configSchema.parse(value).agent_card?.skills;
    if (!skills) return null;
    return skills.map((skill) =>
      typeof skill === "string"
        ? [skill]
        : [skill.name, skill.id, "(without a name)"].filter((name) => name !== undefined),
    );
  } catch (caught) {
    if (caught instanceof IdentikitError || caught instanceof z.ZodError) return null;
    throw caught;
  }
}
