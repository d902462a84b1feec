import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentStack } from "../../src/agents/kinds/config/agent-stack.ts";
import { agentArtifact } from "../../src/agents/kinds/record/agent-artifact.ts";
import { agentDispatchAttempt } from "../../src/agents/kinds/record/agent-dispatch-attempt.ts";
import { agentDispatchRun } from "../../src/agents/kinds/record/agent-dispatch-run.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { allow, declareFleet, organization } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { scratchDirectory } from "../scratch.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";
import { firstCommit } from "../template/git-repository.ts";
import { identikitJson } from "./identikit.ts";

const settings = `version: 1
platform: { organization: acme, repositories: ["acme/*"], configRepository: acme/fleet }
`;
export const scriptedWork = `read -r task; echo "$task" > task.txt
echo '{"type":"message","text":"done"}'
echo '{"type":"cost","turns":2,"tokens":300,"cost":"0.25"}'
echo '{"type":"result","outcome":"succeeded"}'`;

/** A repository, a forge that knows its people, and a database with a stack whose agent is a script. */
export async function openRunScene(script = scriptedWork, root: string = scratchDirectory()) {
  writeFileSync(join(root, "identikit.yaml"), settings);
  const repository = join(root, "git/acme/fleet.git");
  mkdirSync(repository, { recursive: true });
  const commit = firstCommit(repository, { "README.md": "hello\n" });
  const location = join(root, "config.db");
  await using store = await openStoreAt(location);
  await declareFleet(store);
  await setScript(store, script);
  const forge = await ForgeApi.listen("gitea");
  forge.answers.set("/repos/acme/fleet", { default_branch: "main" });
  forge.answers.set("branches/main", { commit: { id: commit }, protected: true });
  forge.answers.set("/user", { login: "mira" });
  allow(forge, "mira", "write");
  const env = {
    DATABASE_URL: location,
    IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1"),
    GITHUB_API_URL: forge.apiUrl,
    GITHUB_SERVER_URL: forge.serverUrl,
    IDENTIKIT_HOST_TOKEN: forgeTokens.read,
  };
  return {
    ...{ root, location, env, forge },
    /** Has further attempts run another script. */
    setScript: async (next: string) => {
      await using opened = await openStoreAt(location);
      await setScript(opened, next);
    },
    dispatch: () =>
      identikitJson(
        [
          "dispatch",
          "fixer",
          "--repository",
          "acme/fleet",
          "--task",
          "Close the gate",
          "--tickets",
          "tickets",
        ],
        { cwd: root, env },
      ),
    records: async () => {
      await using opened = await openStoreAt(location);
      return await opened.store.read(async (reader) => ({
        runs: (await reader.list(agentDispatchRun)).items,
        attempts: (await reader.list(agentDispatchAttempt)).items,
        artifacts: (await reader.list(agentArtifact)).items,
      }));
    },
    [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose](),
  };
}

async function setScript({ store }: Awaited<ReturnType<typeof openStoreAt>>, script: string) {
  await store.write(async (writer) => {
    const metadata = { namespace: organization, name: "fixer" };
    const stack = await writer.get(agentStack, metadata);
    if (!stack) throw new Error("no stack");
    await writer.setStatus(agentStack, metadata, { ...stack.status, profile: profileOf(script) });
  });
}

function profileOf(script: string) {
  return {
    ...{ stack: "fixer", approvalMode: "write_back_only" },
    adapter: { name: "command", command: ["sh", "-c", script] },
    client: { capabilities: ["headless", "events", "costs"] },
    toolProfile: {
      name: "careful",
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { "*": "allow" },
      networkPolicy: { mode: "none" },
      isolation: "user",
    },
  };
}
