import { expect, test } from "vitest";
import { identikit, identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

test("an operator sees who changed a row, and takes it back", async () => {
  using fleet = await fleetAfter("fetch", "config sync");
  const at = { cwd: fleet.root };
  const row = ["plugin_marketplace", "aside"];
  const value = (repo: string) => JSON.stringify({ source: { source: "github", repo } });
  for (const repo of ["acme/aside", "acme/beside"])
    expect((await identikit(["config", "set", ...row, value(repo)], at)).code).toBe(0);

  const { json } = await identikitJson(["config", "history", "--key", "aside"], at);
  const [second, first] = json.entries;
  expect(second).toMatchObject({ command: "config set", total: 1, who: expect.stringMatching(/./) });
  expect(second.changes[0]).toMatchObject({
    kind: "change",
    before: { value: { source: { repo: "acme/aside" } } },
    after: { value: { source: { repo: "acme/beside" } } },
  });
  const shown = (await identikit(["config", "history", String(second.entry)], at)).stdout;
  expect(shown).toContain("with config set: 1 change");
  expect(shown).toMatch(/acme\/aside[\s\S]*acme\/beside/);

  const rehearsed = await identikitJson(["config", "rollback", String(first.entry), "--dry-run"], at);
  expect(rehearsed.json).toMatchObject({ changes: 1, dryRun: true });
  const back = await identikitJson(["config", "rollback", String(first.entry)], at);
  expect(back.json).toMatchObject({ changes: 1, agents: rehearsed.json.agents, dryRun: false });
  const listed = await identikitJson(["config", "list", "plugin_marketplace", "--key", "aside"], at);
  expect(listed.json.rows[0].value.source.repo).toBe("acme/aside");

  const all = await identikit(["config", "rollback", "0"], at);
  expect(all.stdout).toContain("follow the repository again with the next config sync");
  expect((await identikitJson(["config", "list"], at)).json.total).toBe(0);
  for (const [point, code] of [
    ["99999", "HISTORY_UNKNOWN"],
    ["yesterday", "USAGE"],
    ["2026-07-01T09:30", "USAGE"],
  ])
    expect((await identikitJson(["config", "rollback", point as string], at)).json.error.code).toBe(code);
});
