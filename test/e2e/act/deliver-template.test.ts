import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

requires("act")("deliver-template.yml", () => {
  test("lays the template on the host's volume, and the status says what came of it", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    const volume = scratchDirectory();
    const head = workspace.commit();
    const run = {
      workflow: "deliver-template",
      event: "push",
      api,
      token: tokens.write,
      vars: { DATA_VOLUME: volume },
    } as const;
    const payload = { after: head, ref: "refs/heads/main", repository: { full_name: "acme/fleet" } };
    const first = await runWorkflow(workspace, { ...run, payload });
    expect(first.code, first.log).toBe(0);
    expect(existsSync(join(volume, "prompts/concierge.md"))).toBe(true);
    expect(api.statuses).toMatchObject([
      { commit: head, state: "success", context: "identikit/deliver-template", description: "delivered" },
    ]);
  });

  test("a delivery that is refused fails the job and the status", async () => {
    await using api = await CiApi.listen({ dialect: "gitea" });
    using workspace = makeWorkspace();
    workspace.write("examples/fleet/templates/platform-agent/prompts/concierge.md", "Nobody locked this.\n");
    const head = workspace.commit();
    const payload = { after: head, ref: "refs/heads/main", repository: { full_name: "acme/fleet" } };
    const vars = { DATA_VOLUME: join(scratchDirectory(), "volume") };
    const run = await runWorkflow(workspace, {
      workflow: "deliver-template",
      event: "push",
      api,
      token: tokens.write,
      vars,
      payload,
    });
    expect(run.code).toBe(1);
    expect(run.log).toContain("LOCK_MISMATCH");
    expect(existsSync(vars.DATA_VOLUME)).toBe(false);
    expect(api.statuses).toMatchObject([{ state: "failure", context: "identikit/deliver-template" }]);
  });
});
