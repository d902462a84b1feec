import { expect, test } from "vitest";
import { changeOf } from "../../src/config/rows/row-change.ts";
import { shapeOf } from "../../src/config/schema/tables.ts";

const secret = "hunter2";

test.each([
  ["agent_type_config", ["engineer", "apiToken", JSON.stringify(secret)]],
  ["agent_type_config", ["engineer", "db", JSON.stringify(`host=h password=${secret}`)]],
  ["agent_type_config", ["engineer", "hooks", JSON.stringify({ command: `run --token ${secret}` })]],
  ["system_prompt", ["global", "", "system", true, JSON.stringify(`The token: ${secret}\nGo on.`)]],
  ["skill", ["global", "", "k", true, JSON.stringify([{ path: "SKILL.md", text: `TOKEN=${secret}` }])]],
  ["mcp_server", ["global", "", "s", true, JSON.stringify({ command: "c", args: ["-p", secret] })]],
] as const)("a change of %s %j shows nothing of the secret", (table, cells) => {
  const shape = shapeOf(table);
  for (const change of [changeOf(shape, undefined, cells), changeOf(shape, cells, undefined)])
    expect(JSON.stringify(change)).not.toContain(secret);
});

test("what a prompt and a skill say is shown", () => {
  const text = "# Review\n\nRead what the author wrote: all of it.\n";
  const prompt = changeOf(shapeOf("system_prompt"), undefined, [
    "global",
    "",
    "system",
    true,
    JSON.stringify(text),
  ]);
  expect(prompt.after).toMatchObject({ value: text });
  const files = [{ path: "SKILL.md", text }];
  const skill = changeOf(shapeOf("skill"), undefined, ["global", "", "k", true, JSON.stringify(files)]);
  expect(skill.after).toMatchObject({ value: files });
});
