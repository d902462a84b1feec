import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { certain } from "../../src/fault/certain.ts";
import { processesOf } from "../../src/isolation/launch/processes.ts";
import { startIsolated } from "../../src/isolation/start-isolated.ts";
import { watchRetainedBytes } from "../retained-memory.ts";
import { scratchDirectory } from "../scratch.ts";
import { outcomeOf, scratchHost, shellAgent, started, workDirectory } from "./isolated.ts";
import { requiresIsolation } from "./requires-isolation.ts";

requiresIsolation("bubblewrap", "user")("under bubblewrap and as another user", () => {
  describe.each(["bubblewrap", "user"] as const)("%s", (isolation) => {
    test("an agent has its arguments, its input, its directory and its exit code", async () => {
      const request = shellAgent('read line; echo "$0 $line"; pwd; echo made > file; exit 7', { isolation });
      const running = await started({ ...request, argv: [...request.argv, "a b"] }, scratchHost());
      running.stdin.end("hello there\n");
      expect(await Array.fromAsync(running.lines())).toEqual(["a b hello there", request.cwd]);
      expect(await running.ended).toEqual(
        expect.objectContaining({ code: 7, signal: null, reason: "exited" }),
      );
      expect(readFileSync(join(request.cwd, "file"), "utf8")).toBe("made\n");
    });

    test("an agent's environment holds what it was given and nothing else", async () => {
      process.env.IDENTIKIT_TEST_CANARY = "CANARY-env";
      const { lines } = await outcomeOf(
        shellAgent("cat /proc/self/environ | tr '\\0' '\\n'", {
          isolation,
          env: { PATH: "/usr/bin:/bin", GIVEN: "1" },
        }),
        scratchHost(),
      );
      delete process.env.IDENTIKIT_TEST_CANARY;
      expect(lines.filter((line) => !line.startsWith("PWD=")).sort()).toEqual([
        "GIVEN=1",
        "PATH=/usr/bin:/bin",
      ]);
    });

    test("an agent is nobody else's user, has no other groups, no capabilities, and gets no new ones", async () => {
      const { lines } = await outcomeOf(
        shellAgent("id -u; id -G; grep -E '^(Cap(Prm|Eff|Inh|Bnd|Amb)|NoNewPrivs)' /proc/self/status", {
          isolation,
        }),
        scratchHost(),
      );
      const [uid, groups, ...rest] = lines;
      expect(Number(uid)).toBeGreaterThan(2_000_000_000);
      expect(groups).toBe(uid);
      expect(rest.map((line) => line.split("\t")[1])).toEqual([...Array(5).fill("0000000000000000"), "1"]);
    });

    test("what an agent has made is the supervisor's when it has ended, and runs as nobody", async () => {
      const request = shellAgent("mkdir d; cp /bin/true d/x; chmod 4755 d/x; ln -s /etc/shadow d/link", {
        isolation,
      });
      await outcomeOf(request, scratchHost());
      const status = statSync(join(request.cwd, "d/x"));
      expect([status.uid, status.gid, status.mode & 0o7000]).toEqual([0, 0, 0]);
      expect(statSync("/etc/shadow").uid).toBe(0);
    });

    test("what is mounted for reading is read and not written, though it belongs to the supervisor alone", async () => {
      const work = workDirectory();
      const env = join(work, "../env");
      mkdirSync(join(env, "deep"), { recursive: true, mode: 0o700 });
      writeFileSync(join(env, "deep/prompt.md"), "be kind\n", { mode: 0o600 });
      const mounts = [
        { source: work, target: work, writable: true },
        { source: env, target: env, writable: false, isPrivate: true },
      ];
      const script = `cat ${env}/deep/prompt.md; echo x > ${env}/deep/prompt.md; touch ${env}/new; chmod 777 ${env}`;
      const { lines } = await outcomeOf(shellAgent(script, { isolation, mounts, cwd: work }), scratchHost());
      expect(lines).toEqual(["be kind"]);
      expect(readFileSync(join(env, "deep/prompt.md"), "utf8")).toBe("be kind\n");
      expect(existsSync(join(env, "new"))).toBe(false);
      expect(
        [statSync(env), statSync(join(env, "deep/prompt.md"))].map(({ uid, gid, mode }) => [
          uid,
          gid,
          mode & 0o777,
        ]),
      ).toEqual([
        [0, 0, 0o700],
        [0, 0, 0o600],
      ]);
    });

    test("a directory that the agent cannot reach is a fault, and nothing was started", async () => {
      const request = shellAgent("echo ran", { isolation: "user" });
      chmodSync(join(request.cwd, ".."), 0o700);
      await expect(
        startIsolated({ ...request, isolation: "user" }, scratchHost(), new AbortController().signal),
      ).rejects.toMatchObject({
        code: "ISOLATION_FAILED",
        message: expect.stringContaining(request.cwd),
      });
    });

    test("everything that an agent started is gone when it has ended, also what left its session", async () => {
      const script =
        "id -u; setsid -f sleep 1000; (setsid sleep 1000 &) ; nohup sleep 1000 >/dev/null 2>&1 & exit 0";
      const { lines, code } = await outcomeOf(shellAgent(script, { isolation }), scratchHost());
      expect(code).toBe(0);
      expect(processesOf(Number(lines[0]))).toEqual([]);
    });

    test("an agent that hangs, and hears no request to end, is ended with all of its own at the end of its time", async () => {
      const script =
        "trap '' TERM; id -u; setsid -f sh -c \"trap '' TERM; sleep 1000\"; sleep 1000 & while :; do wait; done";
      const limits = { outputBytes: 1000, milliseconds: 500 };
      const { lines, reason } = await outcomeOf(shellAgent(script, { isolation, limits }), scratchHost());
      expect(reason).toBe("time");
      expect(processesOf(Number(lines[0]))).toEqual([]);
    });

    test("an agent that is asked to end can put its things in order first", async () => {
      const request = shellAgent(
        "trap 'echo bye > note; exit 3' TERM; echo up; while :; do sleep 0.05; done",
        { isolation },
      );
      const running = await started(request, scratchHost());
      expect(await running.nextLine()).toBe("up");
      await running.end();
      expect(await running.ended).toEqual(
        expect.objectContaining({ code: isolation === "user" ? 3 : expect.anything(), reason: "stopped" }),
      );
      expect(readFileSync(join(request.cwd, "note"), "utf8")).toBe("bye\n");
    });

    test("a signal that is aborted ends it, and says so", async () => {
      const stop = new AbortController();
      const running = await startIsolated(
        shellAgent("echo up; sleep 1000", { isolation }),
        scratchHost(),
        stop.signal,
      );
      expect(await running.nextLine()).toBe("up");
      stop.abort();
      expect((await running.ended).reason).toBe("stopped");
    });

    test("a flood of one GiB is ended at its limit, and grows no memory", async () => {
      const mostRetained = watchRetainedBytes();
      const limits = { outputBytes: 128 * 2 ** 20, lineBytes: 64 * 1024 };
      const running = await started(
        shellAgent("head -c 1073741824 /dev/zero", { isolation, limits }),
        scratchHost(),
      );
      let longest = 0;
      for await (const line of running.lines()) longest = Math.max(longest, line.length);
      const { reason, outputBytes } = await running.ended;
      expect(reason).toBe("output");
      expect(outputBytes).toBeLessThan(160 * 2 ** 20);
      expect(longest).toBeLessThan(70 * 1024);
      expect(mostRetained()).toBeLessThan(64 * 2 ** 20);
    });

    test("an agent that writes faster than it is read waits", async () => {
      const request = shellAgent(
        "yes 0123456789012345678901234567890123456789 | head -c 20500000; echo done > file",
        {
          isolation,
          limits: { outputBytes: 2 ** 30 },
        },
      );
      const running = await started(request, scratchHost());
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(existsSync(join(request.cwd, "file"))).toBe(false);
      let count = 0;
      for await (const _line of running.lines()) count++;
      expect(count).toBe(500_000);
    });

    test("a fork bomb meets its limit and is gone at the end", async () => {
      const script = "id -u; bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1; echo over";
      const limits = { outputBytes: 1_000_000, processes: 64, milliseconds: 3_000 };
      const { lines } = await outcomeOf(shellAgent(script, { isolation, limits }), scratchHost());
      expect(processesOf(Number(lines[0]))).toEqual([]);
    });

    test("an agent that takes too much memory is ended", async () => {
      const script = `${process.execPath} -e 'const all = []; for (;;) all.push(Buffer.alloc(2 ** 20, 1));'`;
      const node = { source: process.execPath, target: process.execPath, writable: false };
      const request = shellAgent(script, {
        isolation,
        limits: { outputBytes: 1000, memoryBytes: 200 * 2 ** 20, milliseconds: 100_000 },
      });
      const reachable = isolation === "user" ? request : { ...request, mounts: [...request.mounts, node] };
      expect((await outcomeOf(reachable, scratchHost())).reason).toBe("memory");
    });
  });

  test("under bubblewrap, an agent sees its mounts, the system's programs and itself", async () => {
    const secret = join(scratchDirectory(), "key");
    writeFileSync(secret, "CANARY-file", { mode: 0o644 });
    const script = `ls / /proc /etc /home /root ${secret} 2>/dev/null; cat /etc/passwd ${secret}; ls -d /proc/[0-9]*; touch /x /dev/x /usr/x`;
    const { lines, stderr } = await outcomeOf(shellAgent(script, { isolation: "bubblewrap" }), scratchHost());
    expect(lines.join("\n")).not.toContain("CANARY");
    expect(lines).not.toContain("shadow");
    expect(lines.filter((line) => line.startsWith("/proc/")).length).toBeLessThan(6);
    expect(stderr.match(/touch: .*(Read-only file system|Permission denied)/g)?.length).toBe(3);
  });

  test("a user id is one agent's alone, and is free again when that has ended", async () => {
    const own = scratchHost();
    const { first } = certain(own.uids);
    const host = { ...own, uids: { first, count: 2 } };
    const sleeper = shellAgent("id -u; sleep 1000", { isolation: "user" });
    const [one, two] = [
      await started(sleeper, host),
      await started(shellAgent("id -u; sleep 1000", { isolation: "bubblewrap" }), host),
    ];
    expect([await one.nextLine(), await two.nextLine()]).toEqual([`${first}`, `${first + 1}`]);
    const third = shellAgent("id -u", { isolation: "user" });
    await expect(startIsolated(third, host, new AbortController().signal)).rejects.toMatchObject({
      code: "ISOLATION_UNAVAILABLE",
      retry: { kind: "later" },
    });
    await one.end();
    expect((await outcomeOf(third, host)).lines).toEqual([`${first}`]);
  });
});
