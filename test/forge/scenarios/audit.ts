import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { ForgeRepository } from "../forge-repository.ts";
import { often } from "../often.ts";
import { protectMain } from "../protection.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";

const required = "CI / test (pull_request)";

const rules = {
  groups: { owners: { members: ["keeper"] } },
  keepers: "owners",
  reservedPaths: [{ paths: ["infra/**"], group: "owners", reason: "It costs money." }],
  allRequired: { checks: [required] },
};

const ci = `name: CI
on: pull_request
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
      - run: test ! -e broken.txt
`;

const marker = "<!-- identikit:audit-merges -->";
const title = "Merges that went around the rules";

/** The shipped workflow, started every minute, with its report where a test can read it. */
function workflow(stage: Stage, report: string): string {
  const text = often(stage.shipped("audit-merges"));
  expect(text).toContain("issue: true");
  return text.replace("issue: true", `issue: true\n          report: ${report}`);
}

export const audit: Scenario = {
  name: "the scheduled audit names what was merged around protection, by whom and what was missing, in a report and in one issue",
  action: "audit-merges",
  async play(stage) {
    const { gitea, ann, keeper, mallory } = stage;
    const harbour = await stage.repository("harbour", {
      "identikit.yaml": `changes: ${JSON.stringify(rules)}\n`,
      "manifest.json": '{ "version": 1, "workspace_templates": [] }\n',
      ".gitea/workflows/ci.yml": ci,
    });
    await using _ = await protectMain(harbour, { check: required, overruled: true });
    const decoy = `${marker}\nNothing went around the rules.`;
    const { number: decoyNumber } = await harbour.api("POST", "/issues", { title, body: decoy }, mallory);

    const plain = await propose(harbour, ann, "plain", { "README.md": "# The harbour\n" }, "success");
    expect(await harbour.merge(plain.number, ann)).toBe(200);
    const files = { "infra/pier.tf": "piers = 2\n", "broken.txt": "A job finds this.\n" };
    const around = await propose(harbour, ann, "around", files, "failure", `${marker} Approved by keeper`);
    expect(await harbour.merge(around.number, ann)).toBe(405);
    expect(await harbour.merge(around.number, keeper, true)).toBe(200);
    // What is said after the merge does not count; whether the host takes it at all is its own affair.
    const late = { event: "APPROVED", body: "Seen." };
    await gitea.api(keeper, "POST", `/repos/${harbour.name}/pulls/${around.number}/reviews`, late);
    await harbour.api("POST", `/statuses/${around.head}`, { context: required, state: "success" }, ann);
    // The job of this one passes only where the file is gone.
    harbour.git("fetch", "--quiet", "origin", "main");
    harbour.git("checkout", "--quiet", "-B", "main", "origin/main");
    harbour.git("rm", "--quiet", "broken.txt");
    const direct = harbour.pushFiles("main", { "infra/quay.tf": "quays = 1\n" });
    const kept = await propose(harbour, ann, "kept", { "infra/crane.tf": "cranes = 1\n" }, "success");
    await harbour.api("POST", `/pulls/${kept.number}/reviews`, { event: "APPROVED", body: "Seen." }, keeper);
    expect(await harbour.merge(kept.number, ann)).toBe(200);

    const report = join(gitea.directory, "audit.json");
    harbour.git("fetch", "--quiet", "origin", "main");
    harbour.git("checkout", "--quiet", "-B", "main", "origin/main");
    harbour.pushFiles("main", { ".gitea/workflows/audit-merges.yml": workflow(stage, report) });
    const run = await harbour.endedAfter("audit-merges.yml", await harbour.lastRun());
    const log = await harbour.log(run);
    expect(run, log).toMatchObject({ event: "schedule", conclusion: "failure" });
    expect(existsSync(report), log).toBe(true);
    const { findings } = JSON.parse(readFileSync(report, "utf8"));
    const { merge_commit_sha: commit } = await harbour.api("GET", `/pulls/${around.number}`);
    const path = `#${around.number} as ${commit.slice(0, 12)}, merged by keeper`;
    const unruled = findings.filter(({ code }: { code: string }) => code === "MERGE_UNRULED");
    expect(unruled).toEqual([
      expect.objectContaining({
        path,
        subject: "reserved-paths",
        problem: expect.stringContaining("infra/pier.tf"),
      }),
      expect.objectContaining({ path, subject: "all-required", problem: expect.stringContaining(required) }),
    ]);
    const directs = findings.filter(({ code }: { code: string }) => code === "MERGE_DIRECT");
    expect(directs.map((one: { path: string }) => one.path)).toContain(direct.slice(0, 12));

    const issues = async () =>
      (await harbour.api("GET", "/issues?type=issues&state=all")).filter(
        (one: { title: string }) => one.title === title,
      );
    const ours = (await issues()).filter(({ number }: { number: number }) => number !== decoyNumber);
    expect(ours).toHaveLength(1);
    expect(ours[0].user.login).toBe("gitea-actions");
    for (const part of [path, "infra/pier.tf", "CI / test", direct.slice(0, 12)])
      expect(ours[0].body).toContain(part);

    await harbour.endedAfter("audit-merges.yml", run.id);
    const later = await issues();
    expect(later.map(({ number }: { number: number }) => number).sort()).toEqual(
      [decoyNumber, ours[0].number].sort(),
    );
    expect(later.find(({ number }: { number: number }) => number === decoyNumber).body).toBe(decoy);
    await harbour.disable("audit-merges.yml");
  },
};

/** Opens a pull request and waits for what its required job says. */
async function propose(
  harbour: ForgeRepository,
  who: Stage["ann"],
  branch: string,
  files: Readonly<Record<string, string>>,
  conclusion: string,
  text?: string,
): Promise<{ readonly number: number; readonly head: string }> {
  const head = harbour.pushBranch(branch, files);
  const number = await harbour.openPull(branch, who, text);
  expect(await harbour.ended("ci.yml", head)).toMatchObject({ conclusion });
  return { number, head };
}
