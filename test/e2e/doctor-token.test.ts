import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CiApi, tokens } from "../services/ci-api.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test.each([
  ["gitea", tokens.read, "absent"],
  ["gitea", tokens.write, "TOKEN_MAY_WRITE"],
  ["github", tokens.read, "absent"],
  ["github", tokens.write, "TOKEN_MAY_WRITE"],
] as const)("on %s doctor --token says what %s may do: %s", async (dialect, token, expected) => {
  await using api = await CiApi.listen({ dialect });
  using fleet = copyFleet();
  writeFileSync(
    fleet.path("manifest.json"),
    JSON.stringify({
      workspace_templates: [{ name: "platform-agent", repo: "acme/fleet", provider: dialect }],
    }),
  );
  const env =
    dialect === "gitea"
      ? { IDENTIKIT_GITEA_URL: api.serverUrl, IDENTIKIT_TEMPLATE_TOKEN: token }
      : { IDENTIKIT_GITHUB_API_URL: api.apiUrl, IDENTIKIT_GITHUB_TOKEN: token };
  const { code, json } = await identikitJson(["doctor", "--token"], { cwd: fleet.root, env });
  const probe = json.checks.find(({ name }: { name: string }) => name === "token for platform-agent");
  if (expected === "absent") {
    expect(probe).toMatchObject({ state: "ok", detail: expect.stringContaining("may not write to it") });
  } else {
    expect(probe).toMatchObject({ state: "absent", error: { code: expected } });
    expect(probe.error.remedy).toContain("read:repository");
  }
  // A token that may do too much is a warning: it keeps nothing from working.
  expect(code).toBe(0);
  expect(JSON.stringify(json)).not.toContain(token);
  expect(api.statuses).toEqual([]);
});

test("without the option no server is asked", async () => {
  await using api = await CiApi.listen({ dialect: "gitea" });
  using fleet = copyFleet();
  const env = { IDENTIKIT_GITEA_URL: api.serverUrl, IDENTIKIT_TEMPLATE_TOKEN: tokens.read };
  await identikit(["doctor"], { cwd: fleet.root, env });
  expect(api.requests).toEqual([]);
});
