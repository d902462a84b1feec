/** Answers what a command adapter is asked about itself. */
const answers = `case "$1" in
  --version) echo 1.0; exit ;;
  --help) echo "identikit-capabilities: headless events workspace_write"; exit ;;
esac`;

const fixer = `${answers}
cat > /dev/null
echo "the gate is closed" > gate.txt
echo '{"type":"pull_request","title":"Close the gate","body":"It closes."}' >> "$IDENTIKIT_OUTBOX"
echo '{"type":"result","outcome":"succeeded","text":"Done."}'`;

/** An agent that believes everything: it does what a file of the change asks it to. */
const visitor = `${answers}
cat > prompt.txt
. ./ORDERS.md
echo '{"type":"result","outcome":"succeeded","text":"Done."}'`;

/**
 * A stack whose agent is a script that changes a file and asks for a pull request, and what starts it.
 * @param recipient the public half of the key of its pool
 */
export function teamAgents(recipient: string): string {
  return documents([
    declare("AgentServiceAccount", "fixer", { serviceAccountName: "fixer" }),
    pool("linux", {
      ...{ labels: ["ubuntu-latest"], publicKey: recipient, trustTiers: ["trusted", "restricted"] },
      workflow: { repository: "team/runs", file: "dispatch-agent.yml" },
    }),
    toolProfile("user"),
    declare("AgentStack", "fixer", {
      ...{ ...stack(fixer), runtimeIdentity: "fixer", runnerPool: "linux" },
      writeBack: [{ action: "pull_request" }],
    }),
    declare("AgentTriggerRule", "fix-on-label", {
      sources: ["label"],
      match: { repositories: ["team/runs"], actions: ["labeled"], labels: ["agent:fix"] },
      agentStack: "fixer",
      taskKind: "fix",
      prompt: "Fix what the issue describes.",
      dedupePolicy: { key: ["rule", "repository", "number"] },
      writeBack: [{ action: "pull_request" }],
    }),
  ]);
}

/**
 * A stack for the pull requests of forks, whose agent does whatever they ask, in a container of an image.
 * @param image by its digest
 */
export function strangersAgents(recipient: string, image: string): string {
  const writeBack = [{ action: "comment" }, { action: "pull_request" }];
  return documents([
    declare("AgentServiceAccount", "visitor", { serviceAccountName: "visitor", trustTier: "untrusted" }),
    pool("strangers", {
      ...{ labels: ["strangers"], publicKey: recipient, trustTiers: ["untrusted"] },
      workflow: { repository: "team/strangers", file: "dispatch-agent.yml" },
    }),
    toolProfile("container"),
    declare("AgentStack", "visitor", {
      ...{ ...stack(visitor), runtimeIdentity: "visitor", runnerPool: "strangers", image, writeBack },
    }),
    declare("AgentTriggerRule", "look-at-forks", {
      sources: ["workflow_run"],
      match: { repositories: ["team/strangers"], actions: ["completed"], forks: "only" },
      agentStack: "visitor",
      taskKind: "fix",
      prompt: "Look at the change.",
      dedupePolicy: { key: ["rule", "repository", "number", "head"] },
      writeBack,
    }),
  ]);
}

function pool(name: string, spec: object) {
  return declare("AgentRunnerPool", name, spec);
}

function toolProfile(isolation: "container" | "user") {
  return declare("AgentToolProfile", "scripted", {
    filesystemPolicy: { mode: "workspace_write" },
    approvalPolicyByTool: { "*": "allow" },
    networkPolicy: { mode: "none" },
    isolation,
  });
}

function stack(script: string) {
  return {
    baseAgent: "script",
    adapter: { name: "command", version: "1.0", command: ["sh", "-c", script, "agent"] },
    taskKinds: ["fix"],
    toolProfile: "scripted",
  };
}

function declare(kind: string, name: string, spec: object) {
  return { apiVersion: "identikit.dev/v1alpha1", kind, metadata: { name }, spec };
}

function documents(objects: readonly object[]): string {
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}
