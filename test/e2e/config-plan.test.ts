import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test("a plan shows what each value was and is, as text, JSON and Markdown, and nothing secret", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  const prompt = (text: string) => identikit(["config", "set", "system_prompt", "system", text], at);
  const server = (token: string) =>
    identikit(
      [
        "config",
        "set",
        "mcp_server",
        "own",
        `{"type":"stdio","command":"run","timeout":${token.length},"env":{"A_TOKEN":"${token}"}}`,
        "--literal",
      ],
      at,
    );
  expect((await prompt("Be kind.\nBe brief.\nToken: canary-one\n")).code).toBe(0);
  expect((await server("canary-two")).code).toBe(0);
  expect((await identikit(["config", "export", "--to", "fleet.bundle"], at)).code).toBe(0);
  expect((await prompt("Be kind.\nBe very long.\nToken: canary-three\n")).code).toBe(0);
  expect((await server("canary-four-")).code).toBe(0);

  const text = await identikit(["config", "plan", "fleet.bundle"], at);
  expect(text.code).toBe(2);
  expect(text.stdout).toContain("~ mcp_server global own\n    timeout: 12 -> 10\n");
  expect(text.stdout).toContain("    -Be very long.\n    +Be brief.\n");
  const markdown = await identikit(["config", "plan", "fleet.bundle", "--format", "markdown"], at);
  expect(markdown.stdout).toContain("```diff");
  expect(markdown.stdout).toContain("  -Be very long.\n  +Be brief.\n");
  const json = await identikit(["config", "plan", "fleet.bundle", "--format", "json"], at);
  expect(JSON.parse(json.stdout).rows).toMatchObject([
    { table: "mcp_server", before: { value: { timeout: 12 } }, after: { value: { timeout: 10 } } },
    { table: "system_prompt", kind: "change" },
  ]);
  for (const { stdout, stderr } of [text, markdown, json]) expect(stdout + stderr).not.toContain("canary");
});

test("a dry run says what would change, for whom, and changes nothing", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const rows = async () => (await identikitJson(["config", "list"], at)).json.total;
  const dry = await identikitJson(["config", "sync", "--dry-run"], at);
  expect(dry).toMatchObject({ code: 0, json: { agents: expect.arrayContaining(["concierge"]) } });
  expect(dry.json.changes).toBeGreaterThan(0);
  expect(await rows()).toBe(0);
  expect((await identikitJson(["config", "sync"], at)).json.changes).toBe(dry.json.changes);
  expect((await identikit(["config", "export", "--to", "fleet.bundle"], at)).code).toBe(0);
  const total = await rows();
  expect((await identikit(["config", "set", "plugin_binding", "own@claude-plugins-official"], at)).code).toBe(
    0,
  );
  const imported = await identikitJson(["config", "import", "fleet.bundle", "--prune", "--dry-run"], at);
  expect(imported).toMatchObject({ code: 0, json: { counts: { delete: 1 } } });
  expect(await rows()).toBe(total + 1);
  expect(readFileSync(fleet.path("fleet.bundle")).length).toBeGreaterThan(0);
});
