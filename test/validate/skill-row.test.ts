import { expect, test } from "vitest";
import { FileTree } from "../../src/tree/file-tree.ts";
import { skillRows } from "../../src/validate/skill-row.ts";

function tree(files: Readonly<Record<string, string | Buffer>>): FileTree {
  const all = Object.entries(files).map(([path, text]) => ({
    path,
    mode: 0o644 as const,
    bytes: Buffer.from(text),
  }));
  return FileTree.of(all, "the skill");
}

const good = "---\nname: triage\ndescription: Sorts what came in.\n---\nSort it.\n";

test("a skill that a client can find and use has no problem, and says what it is for", () => {
  expect(skillRows.examine("triage", "skill", tree({ "SKILL.md": good, "a.md": "" }))).toEqual({
    description: "Sorts what came in.",
    problems: [],
  });
});

test.each([
  ["no SKILL.md", { "skill.md": good }, "skill", "there is no SKILL.md"],
  [
    "no frontmatter",
    { "SKILL.md": "Sort it." },
    "skill",
    "SKILL.md:1: the file does not begin with frontmatter",
  ],
  [
    "another name",
    { "SKILL.md": good.replace("triage", "other") },
    "skill",
    'SKILL.md:2: the name is "other"',
  ],
  [
    "no description",
    { "SKILL.md": "---\nname: triage\n---\n" },
    "skill",
    "SKILL.md:1: the frontmatter has no description",
  ],
  ["YAML that is none", { "SKILL.md": "---\nname: [\n---\n" }, "skill", "SKILL.md:"],
  ["bytes that are no text", { "SKILL.md": Buffer.from([0x2d, 0xff]) }, "skill", "SKILL.md"],
  [
    "two files in a runbook",
    { "SKILL.md": good, "b.md": "" },
    "runbook",
    "a runbook is one Markdown file, and b.md is another",
  ],
] as const)("a skill with %s is told with its place and what to do", (_, files, format, message) => {
  const { problems } = skillRows.examine("triage", format, tree(files));
  expect(problems[0]?.message.startsWith(message), problems[0]?.message).toBe(true);
  expect(problems[0]?.remedy).toMatch(/\S/);
});
