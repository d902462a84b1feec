import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { allow, declareFleet, declareStack, organization, poolKey } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";
import { firstCommit } from "../template/git-repository.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";

const settings = `version: 1
platform: { organization: ${organization}, repositories: ["acme/*"], configRepository: acme/fleet }
standInSecrets: [FORGE_TOKEN]
`;
const work = `read -r task; echo "$task" > task.txt
echo '{"type":"message","text":"done"}'
echo '{"type":"result","outcome":"succeeded"}'`;

/** Lets a fleet after its pipeline run its concierge: a forge that knows mira, and a stack whose client is a script. */
export async function runnableFleet(fleet: FleetCopy) {
  writeFileSync(fleet.path("identikit.yaml"), settings);
  rmSync(fleet.path("agents"), { recursive: true });
  const repository = fleet.path("git/acme/fleet.git");
  mkdirSync(repository, { recursive: true });
  const commit = firstCommit(repository, { "README.md": "hello\n" });
  const location = fleet.path(".identikit/config.db");
  await declareRunnable(location);
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: commit }, protected: true });
  forge.answers.set("/user", { login: "mira" });
  allow(forge, "mira", "write");
  const env = {
    GITHUB_API_URL: forge.apiUrl,
    GITHUB_SERVER_URL: forge.serverUrl,
    IDENTIKIT_HOST_TOKEN: forgeTokens.read,
    IDENTIKIT_POOL_KEY: poolKey,
    DOCKER_HOST: "unix:///nowhere/docker.sock",
  };
  const run = (args: readonly string[]) => identikitJson(args, { cwd: fleet.root, env });
  return {
    identikit: run,
    /** Dispatches a run and carries it out on this machine; gives its name. */
    run: async (): Promise<string> => {
      const asked = ["--repository", "acme/fleet", "--task", "Close the gate", "--tickets", "tickets"];
      const dispatched = await run(["dispatch", "fixer", ...asked]);
      expect(dispatched.code, dispatched.stderr + JSON.stringify(dispatched.json)).toBe(0);
      const done = await run(["run", "--pool", "linux", "--remote", fleet.path("git")]);
      expect(done.code, done.stderr + JSON.stringify(done.json)).toBe(0);
      return dispatched.json.run;
    },
    /** Writes to the database as somebody does who goes around the program. */
    foreign: (statements: string): void => {
      using database = new DatabaseSync(location);
      database.exec(statements);
    },
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}

async function declareRunnable(location: string): Promise<void> {
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await declareStack(store, "fixer", { agent: "concierge" });
  const profile = {
    ...{ stack: "fixer", agent: "concierge", approvalMode: "write_back_only" },
    adapter: { name: "command", command: ["sh", "-c", work] },
    client: { capabilities: ["headless", "events", "costs"] },
    toolProfile: {
      name: "careful",
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { "*": "allow" },
      networkPolicy: { mode: "none" },
      isolation: "user",
    },
  };
  await store.store.write(async (writer) => {
    const metadata = { namespace: organization, name: "fixer" };
    const stack = await writer.get(agentStack, metadata);
    if (!stack) throw new Error("no stack");
    await writer.setStatus(agentStack, metadata, { ...stack.status, profile });
  });
}
