import { expect } from "vitest";
import { identikit } from "../../e2e/identikit.ts";
import type { Scenario } from "../scenario.ts";
import type { Stage } from "../stage.ts";
import { AgentsRepository } from "./agents-repository.ts";
import { teamAgents } from "./scripted-agents.ts";

/** A run that a person queues again is started by the controllers, once, and its ticket is made by the job. */
async function playStart({ gitea, keeper }: Stage, agents: AgentsRepository): Promise<void> {
  const { runs } = agents;
  const env = {
    ...agents.env,
    GITEA_ACTIONS: "true",
    IDENTIKIT_HOST_TOKEN: gitea.token(keeper.name, "write:repository,read:organization,read:user"),
  };
  const told = async (...command: readonly string[]) => {
    const { code, stderr } = await identikit(command, { cwd: runs.root, env });
    expect(code, `${command.join(" ")}: ${stderr}`).toBe(0);
  };
  const [before] = (await agents.records()).runs;
  const name = before?.metadata.name ?? "";
  const again = await agents.after("workflow_dispatch", async () => {
    await told("runs", "retry", name, "--as", "ann", "--as-group", "forge:write:team/runs");
    // The second look is that of somebody who does not know of the first.
    for (const _ of [1, 2]) await told("controller", "--controllers", "dispatch", "--once");
  });
  expect(again.run, again.log).toMatchObject({ conclusion: "success" });
  const listed = await runs.api("GET", "/actions/runs?event=workflow_dispatch");
  const titles = listed.workflow_runs.map(({ display_title: title }: { display_title: string }) => title);
  expect(titles.filter((title: string) => title === `dispatch-agent ${name}`)).toHaveLength(1);
  const [now] = (await agents.records()).runs;
  expect(now).toMatchObject({
    metadata: { name },
    status: { phase: "Succeeded", attempts: 2, ciStart: { attempt: 2, startedAt: expect.any(String) } },
  });
}

export const running: Scenario = {
  name: "a label starts an agent whose patch becomes a pull request when somebody else approves it, once",
  action: "run-agent",
  async play(stage) {
    const { ann, keeper } = stage;
    const agents = await AgentsRepository.lay(stage, { name: "runs", declare: teamAgents });
    const { runs } = agents;
    const { id: label } = await runs.api("POST", "/labels", { name: "agent:fix", color: "#00aabb" });
    const { number } = await runs.api("POST", "/issues", { title: "The gate stays open" }, ann);
    const first = await agents.after("issues", () =>
      runs.api("POST", `/issues/${number}/labels`, { labels: [label] }, ann),
    );
    expect(first.run, first.log).toMatchObject({ conclusion: "success" });
    expect(first.log).toContain("waiting for a person");
    const waiting = await agents.records();
    expect(waiting.runs).toMatchObject([{ status: { phase: "Succeeded", trustTier: "trusted" } }]);
    expect(waiting.approvals).toMatchObject([
      { spec: { action: "pull_request" }, status: { phase: "Pending" } },
    ]);
    expect(await runs.api("GET", "/pulls")).toEqual([]);

    const words = await agents.approval();
    const own = await agents.say(number, words, ann);
    expect(own.log).toContain("nobody approves what they asked for");
    expect(await runs.api("GET", "/pulls")).toEqual([]);
    const approved = await agents.say(number, words, keeper);
    expect(approved.run, approved.log).toMatchObject({ conclusion: "success" });
    const pulls = await runs.api("GET", "/pulls");
    expect(pulls).toMatchObject([{ title: "Close the gate", user: { login: "scribe" } }]);
    const changed = await runs.api("GET", `/pulls/${pulls[0].number}/files`);
    expect(changed).toMatchObject([{ filename: "gate.txt" }]);
    // A job's own token would start none.
    const checked = await runs.ended("ci.yml", pulls[0].head.sha, "pull_request");
    expect(checked, await runs.log(checked)).toMatchObject({ conclusion: "success" });
    const checks = [...(await runs.statuses(pulls[0].head.sha))].filter(([context]) =>
      context.startsWith("ci "),
    );
    expect(checks).toEqual([[expect.stringContaining("test"), "success"]]);
    await agents.expectHeld(waiting.runs[0]?.metadata.name, [
      "ticket",
      "identity",
      "patch",
      "audit",
      "commit",
    ]);

    for (const { run } of [first, approved])
      expect(await agents.repeated(run)).toContain("nothing new is dispatched");
    expect((await agents.records()).runs).toHaveLength(1);
    expect(await runs.api("GET", "/pulls")).toHaveLength(1);
    await playStart(stage, agents);
  },
};
