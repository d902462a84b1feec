import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { requires } from "../../requirement.ts";
import { CiApi, tokens } from "../../services/ci-api.ts";
import { pullRequest, runWorkflow } from "./act.ts";
import { makeWorkspace } from "./workspace.ts";

const page = readFileSync(join(house, "docs/how-to/pull-requests-from-forks.md"), "utf8");
const workflow = (/^ *```yaml\n([\s\S]*?)^ *```$/m.exec(page)?.[1] ?? "")
  .replaceAll(/^ {3}/gm, "")
  .replace(/uses: \S+\/identikit\/actions\/([\w-]+)@\S+/, "uses: ./actions/$1");

requires("act")("the workflow of the page on forks", () => {
  test("is green for a whole change and red for a broken one, with a token that only reads", async () => {
    expect(workflow).toContain("pull_request:");
    await using api = await CiApi.listen({ dialect: "github" });
    using workspace = makeWorkspace();
    const filter = (source: string) => !/\/(\.identikit|\.tenant-bundle-deps)$/.test(source);
    cpSync(join(house, "examples/fleet"), workspace.root, { recursive: true, filter });
    workspace.write(".github/workflows/forks.yml", workflow);
    const base = workspace.commit();
    const play = async () => {
      const head = workspace.commit();
      const payload = pullRequest(head, { repository: "mallory/fleet", base });
      const where = { workflow: "forks", folder: ".github/workflows", api, token: tokens.read };
      return await runWorkflow(workspace, { ...where, event: "pull_request", payload });
    };
    workspace.write("README.md", "Only words.\n");
    const whole = await play();
    expect(whole.code, whole.log).toBe(0);
    expect(whole.log).toContain("set-output:: result=clean");
    workspace.write("manifest.json", '{ "workspace_template": [] }\n');
    const broken = await play();
    expect(broken.code, broken.log).toBe(1);
    expect(api.statuses).toEqual([]);
    expect(api.comments).toEqual([]);
  });
});
