import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { endLeftovers } from "../../src/isolation/end-leftovers.ts";
import type { IsolatedRequest, IsolationHost } from "../../src/isolation/isolation.ts";
import { processesOf } from "../../src/isolation/launch/processes.ts";
import { outcomeOf, scratchHost, shellAgent, started } from "./isolated.ts";
import { requiresIsolation } from "./requires-isolation.ts";

/** A supervisor in a process of its own, and the lines of its agent. */
function supervisor(request: IsolatedRequest, host: IsolationHost) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "supervisor-child.ts"), JSON.stringify({ request, host })],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
}

requiresIsolation("bubblewrap", "user")("after the supervisor was killed", () => {
  // Each of them would go on for long by itself.
  const script =
    "id -u; setsid -f sleep 1000; (setsid sh -c \"trap '' TERM HUP; sleep 1000\" &); sleep 0.1; echo up; sleep 1000";

  test.each(["bubblewrap", "user"] as const)(
    "with %s, nothing of its agent runs once leftovers are ended",
    async (isolation) => {
      const host = scratchHost({ DOCKER_HOST: "unix:///nowhere" });
      const { child, lines } = supervisor(shellAgent(script, { isolation }), host);
      const uid = Number((await lines.next()).value);
      expect((await lines.next()).value).toBe("up");
      expect(processesOf(uid).length).toBeGreaterThan(2);
      // Not while it lives.
      expect(await endLeftovers("attempt-1", host)).toEqual({ containers: 0, processes: 0 });
      child.kill("SIGKILL");
      await once(child, "exit");
      // Bubblewrap's die with their supervisor, each in its turn.
      if (isolation === "bubblewrap")
        await expect.poll(() => processesOf(uid), { timeout: 60_000 }).toEqual([]);
      else expect(processesOf(uid).length).toBeGreaterThan(0);
      const left = processesOf(uid).length;
      expect((await endLeftovers("attempt-1", host)).processes).toBe(left);
      expect(processesOf(uid)).toEqual([]);
    },
  );

  test("its user id is not given to the next agent with anything of the last one still running", async () => {
    const host = scratchHost();
    const { child, lines } = supervisor(shellAgent(script, { isolation: "user" }), host);
    const uid = Number((await lines.next()).value);
    await lines.next();
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await outcomeOf(
      shellAgent('id -u; ps -e -o stat=,uid= | grep -v ^Z | grep -c "$(id -u)"', { isolation: "user" }),
      host,
    );
    // Itself, the shell of the count, and the count.
    expect(next.lines[0]).toBe(String(uid));
    expect(Number(next.lines[1])).toBeLessThan(5);
  });

  test("agents of other supervisors that live are left alone", async () => {
    const host = scratchHost({ DOCKER_HOST: "unix:///nowhere" });
    const running = await started(shellAgent("echo up; read line; echo $line", { isolation: "user" }), host);
    expect(await running.nextLine()).toBe("up");
    await endLeftovers("another", host);
    running.stdin.end("still here\n");
    expect(await running.nextLine()).toBe("still here");
  });
});
