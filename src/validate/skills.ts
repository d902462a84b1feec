import { nearest } from "../fault/nearest.ts";
import { mebibytes } from "../tree/mebibytes.ts";
import type { Findings } from "./findings.ts";
import type { Limits } from "./limits.ts";
import { checkSkillFile } from "./skill-file.ts";
import type { TemplateFiles, TemplateLocation } from "./template-files.ts";

const directory = "agent-skills/";
const mainFile = "SKILL.md";

/** Checks each skill of a template: that it has a `SKILL.md` that a client can read, and its size. */
export function checkSkills(
  { prefix }: TemplateLocation,
  { paths, assets }: TemplateFiles,
  { maxSkillBytes }: Pick<Limits, "maxSkillBytes">,
  findings: Findings,
): void {
  const own = paths.filter((path) => path.startsWith(directory)).map((path) => path.slice(directory.length));
  for (const path of own.filter((each) => !each.includes("/"))) {
    const remedy = `Move it into ${directory}NAME/, or remove it.`;
    findings.at(
      `${prefix}${directory}${path}`,
      {},
      {
        code: "SKILL_INVALID",
        problem: "the file is in no skill's directory",
        remedy,
      },
    );
  }
  for (const [name, inside] of bySkill(own)) {
    const place = `${prefix}${directory}${name}/`;
    const bytes = (file: string) => assets.get(`${directory}${name}/${file}`);
    const size = inside.reduce((sum, file) => sum + (bytes(file)?.length ?? 0), 0);
    if (size > maxSkillBytes) {
      const problem = `the skill ${name} has ${mebibytes(size)}; a skill may have ${mebibytes(maxSkillBytes)}`;
      const remedy = "Move large files out of the skill, or raise limits.skillMiB in identikit.yaml.";
      findings.at(place + largest(inside, bytes), {}, { code: "SKILL_TOO_LARGE", problem, remedy });
    }
    const main = bytes(mainFile);
    if (main) checkSkillFile(place + mainFile, name, main, findings);
    else if (!inside.includes(mainFile)) noteNoMainFile(place, name, inside, findings);
  }
}

function bySkill(own: readonly string[]): Map<string, string[]> {
  const skills = new Map<string, string[]>();
  for (const path of own) {
    const [name = "", ...rest] = path.split("/");
    if (rest.length > 0) skills.set(name, [...(skills.get(name) ?? []), rest.join("/")]);
  }
  return skills;
}

function largest(inside: readonly string[], bytes: (file: string) => Uint8Array | undefined): string {
  const size = (file: string) => bytes(file)?.length ?? 0;
  return inside.reduce((most, file) => (size(file) > size(most) ? file : most), inside[0] ?? mainFile);
}

function noteNoMainFile(place: string, name: string, inside: readonly string[], findings: Findings): void {
  const near = nearest(mainFile, inside);
  const problem = `the skill ${name} has no ${mainFile}${near === undefined ? "" : `; is it ${JSON.stringify(near)}?`}`;
  const remedy = near === undefined ? `Add ${place}${mainFile}.` : `Rename it to ${mainFile}.`;
  findings.at(place + (near ?? inside[0] ?? mainFile), {}, { code: "SKILL_INVALID", problem, remedy });
}
