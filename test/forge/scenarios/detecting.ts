import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { protectMain } from "../protection.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

/** The example for Gitea on the page of detect-changes, as a job that is required. */
function workflow({ actions }: Stage): string {
  const page = readFileSync(join(house, "actions/detect-changes/README.md"), "utf8");
  const [, steps = ""] = /^Gitea:\n\n```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
  const job = steps
    .replace(/uses: \S+\/detect-changes@\S+/, `uses: ${actions("detect-changes")}`)
    .replace("make test", "echo the app was tested; exit 1")
    .replaceAll(/^(?=.)/gm, "    ");
  return `name: CI
on: pull_request
permissions:
  contents: read
  pull-requests: read
jobs:
  test:
    runs-on: ubuntu-latest
${job}`;
}

export const detecting: Scenario = {
  name: "a required check is reported and green where no area of its is touched, and does its work where one is",
  action: "detect-changes",
  async play(stage) {
    const { ann } = stage;
    const strait = await stage.repository("strait", {
      "identikit.yaml": 'changes: { areas: { app: ["src/**"], docs: ["docs/**"] } }\n',
      "src/a.ts": "export {};\n",
      ".gitea/workflows/ci.yml": workflow(stage),
    });
    await using _ = await protectMain(strait, { check: "CI / test (pull_request)" });
    const words = strait.pushBranch("words", { "docs/src\napp=true.md": "Words.\n" });
    const onWords = await strait.openPull("words", ann);
    const work = strait.pushBranch("work", { "src/a.ts": "export const a = 1;\n" });
    const onWork = await strait.openPull("work", ann);
    const idle = await strait.ended("ci.yml", words);
    const log = await strait.log(idle);
    expect(idle, log).toMatchObject({ conclusion: "success" });
    expect(log).not.toContain("the app was tested");
    expect(await strait.merge(onWords, ann)).toBe(200);
    const busy = await strait.ended("ci.yml", work);
    expect(busy).toMatchObject({ conclusion: "failure" });
    expect(await strait.log(busy)).toContain("the app was tested");
    expect(await strait.merge(onWork, ann)).toBe(405);
  },
};
