import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { certain } from "../../src/fault/certain.ts";
import type { IsolatedRequest, IsolationHost } from "../../src/isolation/isolation.ts";
import { processesOf } from "../../src/isolation/launch/processes.ts";
import { startIsolated } from "../../src/isolation/start-isolated.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { outcomeOf, scratchHost, shellAgent, workDirectory } from "./isolated.ts";
import { requiresIsolation } from "./requires-isolation.ts";

const start = (request: IsolatedRequest, host: IsolationHost) =>
  startIsolated(request, host, new AbortController().signal);

/** An agent that leaves a mark if it ever runs. */
function markingAgent(isolation: "bubblewrap" | "user", request: Partial<IsolatedRequest> = {}) {
  const work = workDirectory();
  const agent = shellAgent("echo ran > ran", {
    isolation,
    cwd: work,
    mounts: [{ source: work, target: work, writable: true }],
    ...request,
  });
  return { agent, hasRun: () => existsSync(join(work, "ran")) };
}

/** A directory with files that everybody can read. */
function openDirectory(files: Readonly<Record<string, string>>): string {
  const path = writeFiles(scratchDirectory(), files);
  chmodSync(path, 0o755);
  return path;
}

requiresIsolation("bubblewrap", "user")("an agent that could reach credentials is not started", () => {
  describe.each(["bubblewrap", "user"] as const)("%s", (isolation) => {
    test("what it finds in /proc is its own, and the supervisor's is closed (P-72)", async () => {
      process.env.IDENTIKIT_TEST_TOKEN = "CANARY-token";
      const child = spawn("sleep", ["100"], {
        env: { ACTIONS_RUNTIME_TOKEN: "CANARY-token" },
        stdio: "ignore",
      });
      onTestFinished(() => void child.kill("SIGKILL"));
      const script = [
        "cat /proc/[0-9]*/environ /proc/[0-9]*/task/*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c 'CANAR[Y]'",
        `for f in environ mem maps auxv stack io; do cat /proc/${process.pid}/$f >/dev/null 2>&1 && echo "opened $f"; done`,
        `ls /proc/${process.pid}/fd /proc/${process.pid}/root /proc/${process.pid}/cwd/ 2>/dev/null`,
        `kill -9 ${process.pid} ${child.pid} 2>/dev/null && echo killed`,
        "echo done",
      ].join("\n");
      const { lines } = await outcomeOf(shellAgent(script, { isolation }), scratchHost());
      delete process.env.IDENTIKIT_TEST_TOKEN;
      expect(lines).toEqual(["0", "done"]);
      expect(child.exitCode ?? child.signalCode).toBeNull();
    });

    test("a mount that shows the ticket is a breach, and the agent does not run (P-41)", async () => {
      const secrets = openDirectory({ "ticket.jws": "CANARY" });
      const ticket = join(secrets, "ticket.jws");
      const { agent, hasRun } = markingAgent(isolation);
      const mounts = [...agent.mounts, { source: secrets, target: secrets, writable: false }];
      await expect(
        start({ ...agent, mounts, guards: { paths: [ticket], values: [] } }, scratchHost()),
      ).rejects.toMatchObject({
        code: "AGENT_ENV_UNSAFE",
        message: expect.stringContaining(ticket),
      });
      expect(hasRun()).toBe(false);
    });

    test("a socket of the engine that it could talk to is a breach, whatever it is called", async () => {
      const directory = openDirectory({});
      const socket = join(directory, "engine");
      const server = createServer();
      server.listen({ path: socket, writableAll: true, readableAll: true });
      await once(server, "listening");
      onTestFinished(() => void server.close());
      const { agent, hasRun } = markingAgent(isolation);
      const mounts = [...agent.mounts, { source: directory, target: directory, writable: false }];
      await expect(
        start({ ...agent, mounts }, scratchHost({ DOCKER_HOST: `unix://${socket}` })),
      ).rejects.toMatchObject({
        code: "AGENT_ENV_UNSAFE",
        message: expect.stringContaining(`${socket} can be connected to`),
      });
      expect(hasRun()).toBe(false);
    });
  });

  test("as another user, files of a runner that everybody can read or write are a breach; under bubblewrap they are not there (P-72)", async () => {
    const runner = openDirectory({
      ".credentials": "{}",
      "_work/_temp/git-credentials-1.config": "[http]",
      "_work/_temp/env": "",
      "_work/repo/.git/config": '[http "https://forge.test/"]\n\textraheader = AUTHORIZATION: basic CANARY\n',
    });
    const file = join(runner, "_work/_temp/env");
    chmodSync(file, 0o666);
    const env = {
      RUNNER_TEMP: join(runner, "_work/_temp"),
      GITHUB_WORKSPACE: join(runner, "_work/repo"),
      GITHUB_ENV: file,
    };
    const { agent, hasRun } = markingAgent("user");
    const fault = await start(agent, scratchHost(env)).catch((caught) => caught);
    expect(fault).toMatchObject({ code: "AGENT_ENV_UNSAFE" });
    for (const name of [
      ".credentials can be read",
      "git-credentials-1.config can be read",
      ".git/config can be read",
      "env can be written",
    ])
      expect(fault.message).toContain(name);
    expect(hasRun()).toBe(false);
    const safe = markingAgent("bubblewrap");
    await outcomeOf(safe.agent, scratchHost(env));
    expect(safe.hasRun()).toBe(true);
  });

  test("as another user, a token in the supervisor's command line is a breach; under bubblewrap nobody sees it", async () => {
    const value = process.argv[1] ?? "";
    const { agent, hasRun } = markingAgent("user", { guards: { paths: [], values: [value] } });
    await expect(start(agent, scratchHost())).rejects.toMatchObject({
      code: "AGENT_ENV_UNSAFE",
      message: expect.stringContaining("cmdline shows a credential"),
    });
    expect(hasRun()).toBe(false);
    const safe = markingAgent("bubblewrap", { guards: { paths: [], values: [value] } });
    await outcomeOf(safe.agent, scratchHost());
    expect(safe.hasRun()).toBe(true);
  });

  test("a directory of credentials in the supervisor's home is a breach where the agent can list it", async () => {
    const home = openDirectory({ ".ssh/id_ed25519": "CANARY", ".docker/config.json": "{}" });
    chmodSync(join(home, ".docker"), 0o700);
    const { agent } = markingAgent("user");
    const fault = await start(agent, scratchHost({ HOME: home })).catch((caught) => caught);
    expect(fault).toMatchObject({
      code: "AGENT_ENV_UNSAFE",
      message: expect.stringContaining(".ssh can be listed"),
    });
    expect(fault.message).not.toContain(".docker");
    chmodSync(join(home, ".ssh"), 0o700);
    await outcomeOf(agent, scratchHost({ HOME: home }));
  });

  test("another program that runs as the same user, and so can be read, is a breach", async () => {
    // Whoever has the id when it is taken is ended, so this one comes after that: with the program by which the agent gets the id.
    const bin = scratchDirectory();
    const host = scratchHost({ PATH: [bin, process.env.PATH].join(delimiter) });
    const { first } = certain(host.uids);
    const setpriv = certain(programPath("setpriv"));
    const intruder = `${setpriv} --reuid ${first} --regid ${first} --clear-groups sleep 1000`;
    const script = [
      "#!/bin/sh",
      `TOKEN=CANARY ${intruder} </dev/null >/dev/null 2>&1 &`,
      'until grep -qa ^sleep "/proc/$!/cmdline" || ! kill -0 $!; do :; done',
      `exec ${setpriv} "$@"`,
    ].join("\n");
    writeFileSync(join(bin, "setpriv"), script, { mode: 0o755 });
    const { agent, hasRun } = markingAgent("user");
    await expect(start(agent, host)).rejects.toMatchObject({
      code: "AGENT_ENV_UNSAFE",
      message: expect.stringContaining("of another program can be read"),
    });
    expect(hasRun()).toBe(false);
    expect(processesOf(first)).toEqual([]);
  });

  test("a process with the supervisor's number in the agent's own namespace is not taken for it", async () => {
    // Number 1 and 2 are there in every pid namespace, and the machine's own are not the agent's.
    const { agent, hasRun } = markingAgent("bubblewrap");
    await outcomeOf(agent, scratchHost());
    expect(hasRun()).toBe(true);
  });

  test("a file of the agent's own that is called like a guarded one elsewhere is seen for what it is", async () => {
    const work = workDirectory();
    mkdirSync(join(work, "home"));
    writeFileSync(join(work, "home/key"), "CANARY", { mode: 0o600 });
    const { agent } = markingAgent("user");
    await outcomeOf({ ...agent, guards: { paths: [join(work, "home/key")], values: [] } }, scratchHost());
  });
});
