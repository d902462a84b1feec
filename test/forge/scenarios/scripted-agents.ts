const agent = `case "$1" in
  --version) echo 1.0; exit ;;
  --help) echo "identikit-capabilities: headless events workspace_write"; exit ;;
esac
cat > /dev/null
echo "the gate is closed" > gate.txt
echo '{"type":"pull_request","title":"Close the gate","body":"It closes."}' >> "$IDENTIKIT_OUTBOX"
echo '{"type":"result","outcome":"succeeded","text":"Done."}'`;

/**
 * Two stacks whose agent is a script that changes a file and asks for a pull request: one for the team, one for strangers.
 * @param recipient the public half of the key of the pool that takes both
 */
export function scriptedAgents(recipient: string): string {
  const objects = [
    declare("AgentServiceAccount", "fixer", { serviceAccountName: "fixer" }),
    declare("AgentServiceAccount", "visitor", { serviceAccountName: "visitor", trustTier: "untrusted" }),
    declare("AgentRunnerPool", "linux", {
      labels: ["ubuntu-latest"],
      publicKey: recipient,
      trustTiers: ["trusted", "restricted", "untrusted"],
      workflow: { repository: "team/runs", file: "dispatch-agent.yml" },
    }),
    declare("AgentToolProfile", "scripted", {
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { "*": "allow" },
      isolation: "user",
    }),
    stack("fixer", "fixer"),
    stack("visitor", "visitor"),
    declare("AgentTriggerRule", "fix-on-label", {
      sources: ["label"],
      match: { repositories: ["team/*"], actions: ["labeled"], labels: ["agent:fix"] },
      agentStack: "fixer",
      taskKind: "fix",
      prompt: "Fix what the issue describes.",
      dedupePolicy: { key: ["rule", "repository", "number"] },
      writeBack: [{ action: "pull_request" }],
    }),
    declare("AgentTriggerRule", "look-at-forks", {
      sources: ["workflow_run"],
      match: { repositories: ["team/*"], actions: ["completed"], forks: "only" },
      agentStack: "visitor",
      taskKind: "fix",
      prompt: "Look at the change.",
      writeBack: [{ action: "pull_request" }],
    }),
  ];
  return objects.map((object) => JSON.stringify(object)).join("\n---\n");
}

function stack(name: string, runtimeIdentity: string) {
  return declare("AgentStack", name, {
    baseAgent: "script",
    adapter: { name: "command", version: "1.0", command: ["sh", "-c", agent, "agent"] },
    runtimeIdentity,
    taskKinds: ["fix"],
    toolProfile: "scripted",
    runnerPool: "linux",
    writeBack: [{ action: "pull_request" }],
  });
}

function declare(kind: string, name: string, spec: object) {
  return { apiVersion: "identikit.dev/v1alpha1", kind, metadata: { name }, spec };
}
