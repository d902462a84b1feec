import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endLeftovers } from "../../src/isolation/end-leftovers.ts";
import type { IsolatedRequest, IsolationHost } from "../../src/isolation/isolation.ts";
import { probeIsolation } from "../../src/isolation/probe-isolation.ts";
import { startIsolated } from "../../src/isolation/start-isolated.ts";
import { AgentImages } from "../containers/agent-images.ts";
import { watchRetainedBytes } from "../retained-memory.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { outcomeOf, scratchHost, shellAgent, started, workDirectory } from "./isolated.ts";

requiresEngine()("in a container", () => {
  let engine: DockerEngine;
  let image: string;

  beforeAll(async () => {
    engine = await DockerEngine.start();
    const images = new AgentImages(engine);
    images.build("agent:1", [
      "ENV PATH=/bin IMAGE_ONLY=CANARY LD_PRELOAD=/x.so",
      "VOLUME /data",
      'ENTRYPOINT ["/bin/false"]',
    ]);
    image = images.idOf("agent:1");
  });
  afterAll(() => engine?.[Symbol.asyncDispose]());

  const host = (): IsolationHost => scratchHost({ DOCKER_HOST: engine.host });
  const agent = (script: string, request: Partial<IsolatedRequest> = {}): IsolatedRequest =>
    shellAgent(script, { isolation: "container", image, env: { PATH: "/bin", GIVEN: "1" }, ...request });
  const containers = () => engine.docker("ps", "--all", "--quiet", "--no-trunc").trim();

  test("an agent has its arguments, its input, its directory and its exit code, and its container is removed", async () => {
    const request = agent('read line; echo "$0 $line"; pwd; echo made > file; echo oops >&2; exit 7');
    const running = await started({ ...request, argv: [...request.argv, "a b"] }, host());
    running.stdin.end("hello there\n");
    expect(await Array.fromAsync(running.lines())).toEqual(["a b hello there", request.cwd]);
    expect(await running.ended).toEqual(expect.objectContaining({ code: 7, signal: null, reason: "exited" }));
    expect(running.stderrTail()).toBe("oops\n");
    expect(readFileSync(join(request.cwd, "file"), "utf8")).toBe("made\n");
    expect(statSync(join(request.cwd, "file")).uid).toBe(0);
    expect(containers()).toBe("");
  });

  test("an agent's environment holds what it was given, and nothing of the image or the engine", async () => {
    const { lines } = await outcomeOf(agent("cat /proc/self/environ | tr '\\0' '\\n'"), host());
    expect(lines.filter((line) => !/^(PWD|SHLVL)=/.test(line)).sort()).toEqual(["GIVEN=1", "PATH=/bin"]);
  });

  test("an agent has no capabilities, gets none, is not root, and writes nothing but its mounts and a bounded /tmp", async () => {
    const work = workDirectory();
    const env = join(work, "../env");
    mkdirSync(env, { mode: 0o700 });
    writeFileSync(join(env, "prompt.md"), "be kind\n", { mode: 0o600 });
    const mounts = [
      { source: work, target: "/workspace", writable: true },
      { source: env, target: "/agent/env", writable: false, isPrivate: true },
    ];
    const script = [
      "id -u; grep -E '^(Cap(Prm|Eff|Inh|Bnd|Amb)|NoNewPrivs|Seccomp):' /proc/self/status | tr -d '\\t'",
      "cat /agent/env/prompt.md; touch /x /bin/x /agent/env/x /run/identikit/x 2>&1 | grep -c -E 'Read-only|denied'",
      "touch /workspace/y && echo workspace; head -c 3000000 /dev/zero > /tmp/big || echo full",
      "ls /var/run/docker.sock /run/docker.sock; ls -d /proc/[0-9]* | wc -l",
    ].join("\n");
    const limits = { outputBytes: 10_000, temporaryBytes: 2_000_000, milliseconds: 30_000 };
    const { lines } = await outcomeOf(agent(script, { mounts, cwd: "/workspace", limits }), host());
    expect(Number(lines[0])).toBeGreaterThan(2_000_000_000);
    expect(lines.slice(1, 8)).toEqual([
      ...["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"].map((name) => `${name}:0000000000000000`),
      "NoNewPrivs:1",
      "Seccomp:2",
    ]);
    expect(lines.slice(8, 12)).toEqual(["be kind", "4", "workspace", "full"]);
    expect(Number(lines[12])).toBeLessThan(8);
    expect(existsSync(join(work, "y"))).toBe(true);
  });

  test("what runs in it is ended at the end of its time, with its orphans, and the engine has no trace of it", async () => {
    const script = "trap '' TERM; (setsid sleep 1000 &); sleep 1000 & while :; do wait; done";
    const running = await started(
      agent(script, { limits: { outputBytes: 1000, milliseconds: 500 } }),
      host(),
    );
    expect((await running.ended).reason).toBe("time");
    expect(containers()).toBe("");
    expect(engine.docker("volume", "ls", "--quiet").trim()).toBe("");
  });

  test("an agent that is asked to end can put its things in order first", async () => {
    const request = agent("trap 'echo bye > note; exit 3' TERM; echo up; while :; do sleep 0.05; done");
    const running = await started(request, host());
    expect(await running.nextLine()).toBe("up");
    await running.end();
    expect((await running.ended).reason).toBe("stopped");
    expect(readFileSync(join(request.cwd, "note"), "utf8")).toBe("bye\n");
  });

  test("a flood is ended at its limit and is on no disk of the engine", async () => {
    const mostRetained = watchRetainedBytes();
    const limits = { outputBytes: 128 * 2 ** 20, lineBytes: 64 * 1024 };
    const running = await started(agent("head -c 1073741824 /dev/zero", { limits }), host());
    for await (const line of running.lines()) expect(line.length).toBeLessThan(70 * 1024);
    expect((await running.ended).reason).toBe("output");
    expect(mostRetained()).toBeLessThan(64 * 2 ** 20);
  });

  test("a fork bomb meets its limit and is gone at the end", async () => {
    const limits = { outputBytes: 1_000_000, processes: 64, milliseconds: 3_000 };
    await outcomeOf(
      agent("bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1; echo over", { limits }),
      host(),
    );
    expect(containers()).toBe("");
  });

  test("what a supervisor that was killed has left is ended by the next one, and nothing else is", async () => {
    const place = host();
    const [left, other] = [
      agent("echo up; sleep 1000", { attempt: "left" }),
      agent("echo up; sleep 1000", { attempt: "other" }),
    ];
    const [one, two] = [await started(left, place), await started(other, place)];
    expect([await one.nextLine(), await two.nextLine()]).toEqual(["up", "up"]);
    expect(
      (
        await endLeftovers("left", {
          ...place,
          stateDirectory: host().stateDirectory,
          uids: { first: 2_014_999_000, count: 0 },
        })
      ).containers,
    ).toBe(1);
    expect(containers().split("\n").length).toBe(1);
    expect((await one.ended).code).not.toBe(0);
    await two.end();
    expect(containers()).toBe("");
    expect(readdirSync(join(place.stateDirectory, "containers"))).toEqual([]);
  });

  test("an image by its name alone, one that is not there, or one without a shell is a fault, and leaves nothing", async () => {
    const start = (image: string) =>
      startIsolated(agent("true", { image }), host(), new AbortController().signal);
    await expect(start("agent:1")).rejects.toMatchObject({ code: "USAGE" });
    await expect(start(`sha256:${"0".repeat(64)}`)).rejects.toMatchObject({ code: "IMAGE_MISSING" });
    const images = new AgentImages(engine);
    images.build("agent:bare", ['RUN ["/bin/busybox", "rm", "/bin/sh"]']);
    await expect(start(images.idOf("agent:bare"))).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENGINE|ISOLATION)_FAILED$/),
    });
    expect(containers()).toBe("");
  });

  test("an engine is there when it answers", async () => {
    const { signal } = new AbortController();
    expect((await probeIsolation(host(), signal))[0]).toEqual({ kind: "container" });
    expect(
      (await probeIsolation(scratchHost({ DOCKER_HOST: "unix:///nowhere" }), signal))[0]?.missing,
    ).toContain("ENOENT");
  });
});
