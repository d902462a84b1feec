import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reconcile } from "../../src/env/reconcile.ts";
import { configOf } from "../env/fleet-agent.ts";
import { runClient, withClients } from "./client-programs.ts";
import { startModel } from "./model-stand-in.ts";
import { everything, marks, renderedFor } from "./rendered-fleet.ts";

const forCodex = { ...everything, runtime: "codex", settings: { model: "gpt-5" } };

/** A model provider on loopback, for this run only. */
const providedBy = (url: string) => [
  "-c",
  `model_providers.local={name="local",base_url="${url}/v1",wire_api="responses",env_key="ANY_KEY"}`,
  "-c",
  'model_provider="local"',
];

withClients("Codex on a directory that was rendered for it", () => {
  test("tells its model of the prompt, the skills and the tools of its servers", async () => {
    await using model = await startModel();
    const { directory, home, outcome } = await renderedFor(forCodex);
    expect(outcome).toMatchObject({
      result: "rendered",
      written: ["AGENTS.md", "config.toml", "skills/triage/SKILL.md"],
      warnings: [],
    });
    const args = ["exec", "--skip-git-repo-check", ...providedBy(model.url), "Go on."];
    const env = { CODEX_HOME: directory, ANY_KEY: "none", FAR_TOKEN: "t" };
    const run = await runClient("codex", args, { home, env });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(run.stdout).toContain("Done.");
    const [question] = model.questions;
    const asked = JSON.stringify(question);
    expect(question?.model).toBe("gpt-5");
    expect(asked).toContain(marks.prompt);
    expect(asked).toContain(marks.skill);
    expect(asked).toContain(`Greets; holds ${marks.secret} and one argument.`);
  });

  test("runs commands with the variables of the settings, secrets filled in, also beside other variables", async () => {
    const cmd = `echo "is: $FLEET_NAME, $DEPLOY_TOKEN, $OWN"`;
    await using model = await startModel([{ name: "exec_command", arguments: { cmd } }]);
    const settings = {
      model: "gpt-5",
      "env.FLEET_NAME": "north",
      // Codex keeps what looks like a secret from commands, unless its configuration sets it.
      "env.DEPLOY_TOKEN": "${SECRET:GREETING}",
    };
    const { directory, home, render } = await renderedFor({ ...forCodex, settings });
    const path = join(directory, "config.toml");
    writeFileSync(
      path,
      `${readFileSync(path, "utf8")}OWN = "mine"\n\n[shell_environment_policy]\ninherit = "core"\n`,
    );
    expect(await render()).toMatchObject({ result: "unchanged", warnings: [] });
    const args = ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"];
    const env = { CODEX_HOME: directory, ANY_KEY: "none", FAR_TOKEN: "t" };
    const run = await runClient("codex", [...args, ...providedBy(model.url), "Go on."], { home, env });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const [first, second] = model.questions.map((question) => JSON.stringify(question));
    expect(first).not.toContain("is: north");
    expect(second).toContain(`is: north, ${marks.secret}, mine`);
    expect(await render(forCodex)).toMatchObject({ result: "rendered", written: ["config.toml"] });
    const left = readFileSync(path, "utf8");
    expect(left).toContain('[shell_environment_policy.set]\nOWN = "mine"');
    expect(left).not.toMatch(/FLEET_NAME|DEPLOY_TOKEN/);
  });

  test("lists the servers as they were rendered", async () => {
    const { directory, home } = await renderedFor(forCodex);
    const { stdout, code } = await runClient("codex", ["mcp", "list", "--json"], {
      home,
      env: { CODEX_HOME: directory },
    });
    expect(code).toBe(0);
    const servers = JSON.parse(stdout) as { name: string; transport: Record<string, unknown> }[];
    expect(servers.map(({ name, transport }) => [name, transport])).toEqual([
      [
        "far-away",
        expect.objectContaining({
          type: "streamable_http",
          url: "http://127.0.0.1:9/mcp",
          bearer_token_env_var: "FAR_TOKEN",
          http_headers: { "X-Key": marks.secret },
        }),
      ],
      [
        "greeter",
        expect.objectContaining({
          type: "stdio",
          command: process.execPath,
          env: { GREETING: marks.secret },
        }),
      ],
    ]);
    expect(statSync(join(directory, "config.toml")).mode & 0o7777).toBe(0o600);
  });

  test("writes into the same file without either losing what the other wrote", async () => {
    const { directory, home, render, settings } = await renderedFor(forCodex);
    const env = { CODEX_HOME: directory };
    const path = join(directory, "config.toml");
    const enabled = await runClient("codex", ["features", "disable", "shell_snapshot"], { home, env });
    expect(enabled, enabled.stderr).toMatchObject({ code: 0 });
    expect(readFileSync(path, "utf8")).toContain("shell_snapshot = false");
    expect(await render()).toMatchObject({ result: "unchanged" });
    expect(await render({ ...forCodex, settings: { model: "gpt-6" } })).toMatchObject({
      result: "rendered",
      written: ["config.toml"],
    });
    expect(readFileSync(path, "utf8")).toContain("shell_snapshot = false");
    const show = await runClient("codex", ["mcp", "list", "--json"], { home, env });
    expect(JSON.parse(show.stdout)).toHaveLength(2);
    const next = configOf({ ...forCodex, settings: { model: "gpt-6" } });
    expect(await reconcile({ ...settings, agents: [next] })).toMatchObject({
      verdict: "clean",
      findings: [],
    });
  });
});
