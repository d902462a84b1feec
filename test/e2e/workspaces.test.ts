import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { agentWorkspace } from "../../src/agents/kinds/record/agent-workspace.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { scratchDirectory } from "../scratch.ts";
import { firstCommit } from "../template/git-repository.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

test("workspaces are shown, and what was admitted for them is done on the machine that holds them", async () => {
  using fleet = copyFleet();
  const database = join(fleet.root, "workspaces.db");
  const place = scratchDirectory();
  const repository = join(place, "git/tidewater/berths.git");
  mkdirSync(dirname(repository), { recursive: true });
  const commit = firstCommit(repository, { a: "a" });
  const at = { cwd: fleet.root, env: { DATABASE_URL: database } };
  expect(await identikitJson(["config", "sync"], at)).toMatchObject({ code: 0 });
  const organization = "tidewater";
  {
    await using scene = await openStoreAt(database);
    const spec = agentWorkspace.spec.parse({
      ...{ repository: "tidewater/berths", externalId: "run/r-1", ownership: "manual", trustTier: "trusted" },
      refs: { ref: "refs/heads/main" },
    });
    const declared = { kind: agentWorkspace.kind, metadata: { namespace: organization, name: "w-1" }, spec };
    await scene.store.write((writer) => writer.create(agentWorkspace, declared, { phase: "Provisioning" }));
  }
  const where = ["--organization", organization];
  const mira = ["--as", "mira", "--as-group", "forge:write:tidewater/berths"];
  const here = [
    ...["--host", join(place, "root"), "--host-name", "berth-1"],
    ...["--repository-url", join(place, "git/{repository}.git")],
  ];
  const act = (action: string, ...more: readonly string[]) =>
    identikitJson(["workspaces", "w-1", "--act", action, ...where, ...more], at);
  const denied = await act("provision", "--as", "jo");
  expect(denied).toMatchObject({ code: 1, json: { error: { code: "POLICY_DENIED" } } });
  const asked = await act("provision", ...mira);
  expect(asked, asked.stderr).toMatchObject({ code: 0, json: { action: { status: { phase: "Admitted" } } } });
  const shown = await identikit(["workspaces", ...where, ...here], at);
  expect(shown.stdout).toContain("w-1: Provisioning, tidewater/berths refs/heads/main, trusted, berth-1:");
  expect(shown.stdout).toContain("1 action done here");
  const one = (await identikitJson(["workspaces", "w-1", ...where], at)).json.workspaces[0];
  expect(one).toMatchObject({ attention: [], spec: { host: "berth-1", refs: { base: commit } } });
  const { workspacePath } = one.spec;
  expect(readFileSync(join(workspacePath, "a"), "utf8")).toBe("a");
  writeFileSync(join(workspacePath, "a"), "changed");
  const dirty = await act("cleanup", ...mira, ...here);
  expect(dirty).toMatchObject({
    code: 1,
    json: { error: { code: "WORKSPACE_DIRTY" }, workspaces: [{ attention: ["dirty"] }] },
  });
  const archived = await act("archive", ...mira, ...here);
  expect(archived).toMatchObject({ code: 0, json: { workspaces: [{ status: { phase: "Archived" } }] } });
  const there = ["--host", join(place, "other"), "--host-name", "berth-2", ...here.slice(-2)];
  const lost = await act("recover", ...mira, ...there);
  expect(lost).toMatchObject({
    code: 1,
    json: { error: { code: "BLOB_MISSING" }, workspaces: [{ spec: { host: "berth-1" } }] },
  });
  const moved = await act("recover", "--text", "base", ...mira, ...there);
  expect(moved, moved.stderr).toMatchObject({
    code: 0,
    json: { workspaces: [{ spec: { host: "berth-2" } }] },
  });
  expect(readFileSync(join(moved.json.workspaces[0].spec.workspacePath, "a"), "utf8")).toBe("a");
  expect((await identikit(["workspaces", "--act", "pin", ...mira], at)).stderr).toContain("error USAGE:");
  expect((await identikit(["workspaces", "none", ...where], at)).stderr).toContain("error NOT_FOUND:");
});
