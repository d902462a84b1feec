import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requires } from "../../requirement.ts";
import { pullRequest, runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

requires("act")("ci.yml", () => {
  // These tests are part of what .ci/run runs, so the workflow's own steps are run over a stand-in for it.
  test.each([
    ["passes", "echo '12 passed, 0 failed'", 0],
    ["fails", "echo '11 passed, 1 failed'; exit 1", 1],
  ])("%s with the project's checks", async (_, script, code) => {
    using workspace = makeWorkspace();
    // act loses what a step says in the very moment of its end.
    workspace.write(".ci/run", `#!/bin/sh\n${script.replace("; exit", "; sleep 0.3; exit")}\nsleep 0.3\n`);
    chmodSync(join(workspace.root, ".ci/run"), 0o755);
    const head = workspace.commit();
    const run = await runWorkflow(workspace, {
      workflow: "ci",
      event: "pull_request",
      payload: pullRequest(head),
    });
    expect(run.code).toBe(code);
    expect(run.log).toContain("passed");
  });
});
