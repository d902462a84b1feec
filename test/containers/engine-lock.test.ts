import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAgentContainers } from "../../src/containers/agent-container.ts";
import { EngineLock, type EngineLockOptions } from "../../src/containers/engine-lock.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { stopsSoon } from "../stops-soon.ts";
import { AgentImages } from "./agent-images.ts";

requiresEngine()("the lock in an engine", () => {
  let engine: DockerEngine;
  let api: Docker;
  beforeAll(async () => {
    engine = await DockerEngine.start();
    api = await connectEngine({ DOCKER_HOST: engine.host });
    const image = ["ENV PATH=/bin", "VOLUME /data", "LABEL identikit.agent=scout", 'CMD ["true"]'];
    new AgentImages(engine).build("agent:1", image);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  const options = (place: string, more: Partial<EngineLockOptions> = {}): EngineLockOptions => ({
    agent: "scout",
    images: ["agent:gone", "agent:1"],
    holder: `process 7 on ${place}`,
    place,
    waitMs: 0,
    beatMs: 100,
    leaseMs: 1_000,
    ...more,
  });
  const containers = () => engine.docker("ps", "--all", "--quiet").trim();

  it("is held by one at a time, from several machines, and says by whom", async () => {
    {
      // Longer than the lease, and the lease longer than a busy machine may keep a beat.
      const leaseMs = 3_000;
      await using held = await EngineLock.acquire(api, options("here", { leaseMs }));
      const second = EngineLock.acquire(api, options("there", { leaseMs, waitMs: 1.5 * leaseMs }));
      await expect(second).rejects.toMatchObject({
        code: "LOCK_HELD",
        message: expect.stringContaining("process 7 on here"),
      });
      await held.assertHeld();
      await using _other = await EngineLock.acquire(api, options("there", { agent: "clerk" }));
    }
    await using _next = await EngineLock.acquire(api, options("there"));
  });

  it("is waited for, and leaves nothing behind", async () => {
    const first = await EngineLock.acquire(api, options("here"));
    const second = EngineLock.acquire(api, options("there", { waitMs: 60_000 }));
    await first[Symbol.asyncDispose]();
    await (await second)[Symbol.asyncDispose]();
    expect(containers()).toBe("");
    expect(engine.docker("volume", "ls", "--quiet").trim()).toBe("");
  });

  it("hands on why a wait for it was stopped", async () => {
    await using _held = await EngineLock.acquire(api, options("here"));
    const { signal, reason } = stopsSoon(600);
    const second = EngineLock.acquire(api, options("there", { waitMs: 60_000, signal }));
    await expect(second).rejects.toBe(reason);
  });

  it("is given up at once by a dead run of the same machine, whose kernel lock the next one holds", async () => {
    const dead = await EngineLock.acquire(api, options("here", { beatMs: 3_600_000 }));
    await using next = await EngineLock.acquire(api, options("here"));
    await next.assertHeld();
    await expect(dead.assertHeld()).rejects.toMatchObject({ code: "LOCK_HELD" });
  });

  it("is given up by a dead run of another machine when it shows no life for the lease", async () => {
    const dead = await EngineLock.acquire(api, options("here", { beatMs: 3_600_000 }));
    await expect(EngineLock.acquire(api, options("there"))).rejects.toMatchObject({ code: "LOCK_HELD" });
    const stop = new AbortController();
    const both = ["there", "elsewhere"].map((place) =>
      EngineLock.acquire(api, options(place, { waitMs: 60_000, signal: stop.signal })),
    );
    const ended = Promise.allSettled(both);
    await using next = await Promise.any(both);
    await next.assertHeld();
    stop.abort();
    expect((await ended).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(dead.assertHeld()).rejects.toMatchObject({ code: "LOCK_HELD" });
  });

  it("is no container of an agent, whatever its image's labels say", async () => {
    await using _lock = await EngineLock.acquire(api, options("here"));
    expect(await listAgentContainers(api)).toEqual([]);
  });
});
