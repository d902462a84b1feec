import { join } from "node:path";
import { expect, test } from "vitest";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const greeter = join(import.meta.dirname, "../clients/greeting-server.mjs");

const stack = `apiVersion: identikit.dev/v1alpha1
kind: AgentStack
metadata:
  name: greeter
spec:
  baseAgent: claude-code
  adapter: {name: claude, version: 2.1.330}
  runtimeIdentity: engineer
  mcpServers: [greeting]
---
apiVersion: identikit.dev/v1alpha1
kind: AgentMcpServer
metadata:
  name: greeting
spec:
  transport: stdio
  scope: {}
`;

/** The phase of a stack, and the conditions of it that are not True, by type. */
async function shown(fleet: FleetCopy, name: string) {
  const { stdout } = await identikit(["get", "agentstack", name, "-o", "json"], { cwd: fleet.root });
  const { status } = JSON.parse(stdout);
  const conditions: { type: string; status: string; reason: string; remedy?: string }[] = status.conditions;
  const off = conditions.filter((one) => one.status !== "True");
  return { phase: status.phase, off: off.map(({ type, reason, remedy }) => ({ type, reason, remedy })) };
}

test("the stacks of the example are ready in a job that has no client", async () => {
  const fleet = copyFleet();
  const at = { cwd: fleet.root };
  await identikit(["config", "sync"], at);
  const before = await identikit(["get", "agentstacks"], at);
  expect(before.stdout).not.toContain("Ready");
  expect(await identikitJson(["controller", "--once", "--controllers", "stack"], at)).toMatchObject({
    code: 0,
  });
  for (const name of ["fixer", "reviewer", "fork-reviewer"])
    expect(await shown(fleet, name), name).toEqual({ phase: "Ready", off: [] });
});

test("a server on standard input is started only by the job that is told to, and all jobs know what it said", async () => {
  const fleet = copyFleet();
  const at = { cwd: fleet.root };
  await identikit(["config", "sync"], at);
  const row = JSON.stringify({ type: "stdio", command: process.execPath, args: [greeter, "hello"] });
  const set = await identikit(
    ["config", "set", "mcp_server", "greeting", "--scope", "global", "--file", "-"],
    {
      ...at,
      input: row,
    },
  );
  expect(set.code, set.stderr).toBe(0);
  expect((await identikit(["apply", "-f", "-"], { ...at, input: stack })).code).toBe(0);
  const once = ["controller", "--once", "--controllers", "stack"];
  await identikit(once, at);
  expect(await shown(fleet, "greeter")).toMatchObject({
    phase: "Pending",
    off: [
      { type: "McpHealthy", reason: "McpNotProbed", remedy: expect.stringContaining("--start-programs") },
    ],
  });
  // The remedy works at once, not when the stack is due again.
  await identikit([...once, "--start-programs"], at);
  expect(await shown(fleet, "greeter")).toEqual({ phase: "Ready", off: [] });
  const server = await identikit(["get", "agentmcpserver", "greeting", "-o", "json"], at);
  expect(server.stdout).toContain(`"serverName": "greeting"`);
  await identikit(once, at);
  expect(await shown(fleet, "greeter")).toEqual({ phase: "Ready", off: [] });
});
