import { join } from "node:path";
import { expect, test } from "vitest";
import { agentDispatchAttempt } from "../../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { allow, base, declareFleet, declareRule, head, requested } from "../../agents/dispatch/scene.ts";
import { openStoreAt } from "../../agents/store/scene.ts";
import { requires } from "../../requirement.ts";
import { forgeTokens } from "../../services/forge-api.ts";
import { ActPull, shipped } from "./act-pull.ts";

const settings = 'platform: { organization: acme, repositories: ["acme/*"], configRepository: acme/fleet }\n';

/** The shipped workflow on a pull request, with a database that has the team's stack and rules. */
async function open(dialect: "github" | "gitea") {
  const pull = await ActPull.open(dialect, {
    "identikit.yaml": settings,
    // act's own checkout is the working copy, and of no branch.
    ".gitea/workflows/dispatch-agent.yml": shipped(dialect, "dispatch-agent").replace(
      / +ref: .*default_branch }}\n/,
      "",
    ),
  });
  const location = join(pull.workspace.outside, "config.db");
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await declareRule(store, "review", {
    sources: ["pull_request"],
    match: { actions: ["opened"] },
    agentStack: "fixer",
    taskKind: "review",
  });
  pull.propose({ "src/a.ts": "export {};\n" });
  const { api } = pull;
  const answer = { sha: head, ref: "topic", repo: { full_name: "acme/fleet" } };
  api.answers.set("pulls/7", {
    number: 7,
    head: answer,
    base: { sha: base, ref: "main", repo: { full_name: "acme/fleet" } },
  });
  api.answers.set("/repos/acme/fleet", { default_branch: "main" });
  api.answers.set("branches/topic", { commit: { id: head, sha: head }, protected: false });
  api.answers.set("rules/branches/topic", []);
  allow(api, "mira", "write");
  allow(api, "mallory", "read");
  return { pull, location };
}

const play = (pull: ActPull, location: string, payload: object) =>
  pull.run({
    workflow: "dispatch-agent",
    job: "dispatch",
    event: "pull_request",
    payload,
    env: pull.api.env(),
    secrets: {
      DATABASE_URL: location,
      IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1"),
      IDENTIKIT_HOST_TOKEN: forgeTokens.read,
    },
  });

requires("act")("the shipped dispatch-agent.yml", () => {
  test.each(["github", "gitea"] as const)(
    "comes from a pull request to a ticket in an artifact, on %s (P-35)",
    async (dialect) => {
      const { pull, location } = await open(dialect);
      await using _ = pull;
      const { code, log } = await play(pull, location, requested(7).payload as object);
      expect(code, log).toBe(0);
      expect(log).toContain("decision=Created");
      expect(log).toContain("restricted; allowed");
      expect(log).toMatch(/artifact-id=\d+/);
      await using store = await openStoreAt(location);
      const { runs, attempts } = await store.store.read(async (reader) => ({
        runs: (await reader.list(agentDispatchRun)).items,
        attempts: (await reader.list(agentDispatchAttempt)).items,
      }));
      expect(runs).toMatchObject([
        {
          spec: { sourceRefs: { pullRequest: 7, head } },
          status: { phase: "Queued", trustTier: "restricted" },
        },
      ]);
      expect(attempts).toHaveLength(1);
    },
  );

  test("is red with the reason for somebody who cannot write, and does not look at a fork's", async () => {
    const { pull, location } = await open("gitea");
    await using _ = pull;
    const refused = await play(pull, location, requested(7, "mallory").payload as object);
    expect(refused.code).toBe(1);
    expect(refused.log).toContain("ADMISSION_DENIED");
    const fork = await play(pull, location, requested(7, "mallory", "mallory/fleet").payload as object);
    expect(fork.code, fork.log).toBe(0);
    expect(fork.log).not.toContain("decision=");
  });
});
