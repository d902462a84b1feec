import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { house } from "../../architecture/rooms.ts";
import { requires } from "../../requirement.ts";
import { forgePull, forgeUser } from "../../services/forge-api.ts";
import { ActPull, shipped } from "./act-pull.ts";

type Dialect = "github" | "gitea";

/** A workflow with the steps that the page of detect-changes shows for a host. */
function detecting(dialect: Dialect): string {
  const page = readFileSync(join(house, "actions/detect-changes/README.md"), "utf8");
  const host = dialect === "github" ? "GitHub" : "Gitea";
  const [, steps = ""] = new RegExp(`^${host}:\\n\\n\`\`\`yaml\\n([\\s\\S]*?)^\`\`\``, "m").exec(page) ?? [];
  const job = steps
    .replace(/uses: \S+\/actions\/detect-changes@\S+/, "uses: ./actions/detect-changes")
    .replace("make test", "echo the app was tested")
    .replaceAll(/^/gm, "    ");
  const head = "on: pull_request\npermissions: { contents: read }\njobs:\n  test:\n";
  return `${head}    runs-on: ubuntu-latest\n${job.trimEnd()}\n`;
}

requires("act")("beside the gate", () => {
  describe.each(["github", "gitea"] as const)("on %s", (dialect) => {
    const open = (name: string, rules: string, text = shipped(dialect, name)) =>
      ActPull.open(dialect, { "identikit.yaml": rules, [`.gitea/workflows/${name}.yml`]: text });

    test("detect-changes runs a step for the areas that are touched, and a file name names none", async () => {
      const rules = 'changes: { areas: { app: ["src/**"], docs: ["docs/**"] } }\n';
      await using pull = await open("detect-changes", rules, detecting(dialect));
      const run = { workflow: "detect-changes", event: "pull_request" } as const;
      const words = await pull.propose({ "docs/a\napp<<x\ntrue\nx": "Words.\n" }).run(run);
      expect(words.code, words.log).toBe(0);
      expect(words.log).toContain("::set-output:: docs=true");
      expect(words.log).not.toContain("the app was tested");
      const code = await pull.propose({ "src/a.ts": "export {};\n" }).run(run);
      expect(code.code, code.log).toBe(0);
      expect(code.log).toContain("::set-output:: docs=false");
      expect(code.log).toContain("the app was tested");
    });

    test("reap-statuses ends the status of a run that is over, and no other", async () => {
      await using pull = await open("reap-statuses", "changes: {}\n");
      pull.propose({ "README.md": "Words.\n" });
      const { api, head, base } = pull;
      const word = dialect === "gitea" ? "status" : "state";
      const row = (id: number, context: string, url: string) => ({
        id,
        context,
        [word]: "pending",
        creator: forgeUser(dialect, "gitea-actions"),
        created_at: new Date(Date.now() - 300 * 60_000).toISOString(),
        target_url: url,
      });
      const runs = `${api.serverUrl}/acme/fleet/actions/runs`;
      const hostile = "identikit/dead\n::set-output name=reaped::9";
      api.answers.set("actions/runs/1", { status: "completed" });
      api.answers.set("actions/runs/2", { status: "in_progress" });
      api.answers.set(`commits/${head}/statuses`, [
        row(1, hostile, `${runs}/1/jobs/0`),
        row(2, "identikit/lasting", `${runs}/2/jobs/0`),
        row(3, "identikit/change/all-required", `${runs}/1/jobs/0`),
        row(4, "other/check", `${runs}/1/jobs/0`),
      ]);
      api.answers.set(`commits/${base}/statuses`, []);
      api.answers.set(`commits/${base}/check-runs`, { check_runs: [] });
      const run = await pull.run({ workflow: "reap-statuses", event: "schedule", payload: {} });
      expect(run.code, run.log).toBe(0);
      expect(api.statuses).toEqual([`${hostile}: error`]);
      expect(run.log).toContain("::set-output:: reaped=1");
    });

    test("audit-merges names the merge without an approval in an issue, and not the one that has it", async () => {
      const rules = `changes:
  groups: { owners: { members: [alice] } }
  reservedPaths: [{ paths: ["infra/**"], group: owners, reason: "It costs money." }]
`;
      await using pull = await open("audit-merges", rules);
      pull.propose({ "infra/a.tf": "x\n" }, { title: "Approved by alice" });
      const commit = merge(pull);
      const mergedAt = new Date(Date.now() - 60_000).toISOString();
      const { api, head, base } = pull;
      const merged = forgePull(dialect, {
        head,
        base,
        title: "Approved by alice",
        state: "closed",
        merged_at: mergedAt,
        merged_by: forgeUser(dialect, "bob"),
        merge_commit_sha: commit,
      });
      api.answers.set("pulls/7", merged).set("pulls", []).set("issues", []);
      const [place, answer] = dialect === "gitea" ? ["pull", merged] : ["pulls", [merged]];
      api.answers.set(`commits/${commit}/${place}`, answer);
      if (dialect === "github") api.answers.set(`commits/${base}/pulls`, []);
      const run = { workflow: "audit-merges", event: "schedule", payload: {} } as const;
      const red = await pull.run(run);
      expect(red.code, red.log).toBe(1);
      expect(red.log).toContain(`#7 as ${commit.slice(0, 12)}, merged by bob`);
      const issue = api.written.find(({ path }) => path === "issues");
      expect(issue?.body.body).toContain("reserved-paths did not hold: infra/a.tf");

      pull.reviewed({ login: "alice" });
      const approved = await pull.run(run);
      expect(approved.code, approved.log).toBe(0);
      expect(approved.log).not.toContain("MERGE_UNRULED");
    });

    test("all-required is pending, red and green as the runs that it stands for end, whatever somebody sets by their name", async () => {
      await using pull = await open("all-required", "changes: { allRequired: { checks: [test] } }\n");
      pull.propose({ "README.md": "Words.\n" });
      const { api, head } = pull;
      const word = dialect === "gitea" ? "status" : "state";
      const job = dialect === "gitea" ? "gitea-actions" : "github-actions[bot]";
      const row = (id: number, login: string, state: string) => {
        return { id, context: "test", [word]: state, creator: forgeUser(dialect, login) };
      };
      const ended = async (...rows: object[]) => {
        api.answers.set(`commits/${head}/statuses`, rows);
        const payload = { action: "completed", workflow_run: { head_sha: head, name: "CI" } };
        const run = await pull.run({ workflow: "all-required", event: "workflow_run", payload });
        return [run.code, api.statuses.at(-1)];
      };
      const status = "identikit/change/all-required";
      expect(await ended(row(1, "mallory", "success"))).toEqual([0, `${status}: pending`]);
      expect(await ended(row(3, "mallory", "success"), row(2, job, "failure"))).toEqual([
        1,
        `${status}: failure`,
      ]);
      expect(await ended(row(5, "mallory", "failure"), row(4, job, "success"))).toEqual([
        0,
        `${status}: success`,
      ]);
    });
  });
});

/** Merges the change into main, with a merge commit, and gives that. */
function merge(pull: ActPull): string {
  const who = ["-c", "user.name=Fleet", "-c", "user.email=fleet@example.com"];
  pull.git("reset", "--quiet", "--hard", pull.base);
  pull.git(...who, "merge", "--quiet", "--no-ff", "--message", "Merge #7", pull.head);
  const commit = pull.git("rev-parse", "HEAD");
  pull.tip(commit);
  return commit;
}
