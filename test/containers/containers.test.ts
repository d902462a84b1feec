import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { awaitSettled } from "../../src/containers/await-settled.ts";
import { compareContainers } from "../../src/containers/compare-containers.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { expectValidEnv } from "../env/expect-valid-env.ts";
import { configOf, TestSecrets } from "../env/fleet-agent.ts";
import { requiresEngine } from "../services/docker-engine.ts";
import { stopsSoon } from "../stops-soon.ts";
import { ScoutEngine, scout, token } from "./scout-engine.ts";

requiresEngine()("containers of agents", () => {
  let scouts: ScoutEngine;
  beforeAll(async () => {
    scouts = await ScoutEngine.start();
  });
  // What a test that failed has left is not the next one's.
  afterEach(() => {
    for (const name of scouts.names()) scouts.docker("rm", "--force", "--volumes", name);
  });
  afterAll(() => scouts[Symbol.asyncDispose]());

  it("are made anew from the current image, with what they had and freshly rendered files", async () => {
    const { envRoot, rebuild, compare, remove, settings } = await scouts.running("scout-a");
    const image = scouts.publish("agent:2");
    expect((await compare()).map(({ code, path }) => [code, path])).toEqual([["CONTAINER_IMAGE", "scout-a"]]);
    expect(await rebuild("two\n")).toEqual([
      { agent: "scout", container: "scout-a", result: "rebuilt", image },
    ]);
    expect(scouts.names()).toEqual(["scout-a"]);
    expect(scouts.inside("scout-a", "cat /data/note; cat /env/system-prompt.md; hostname")).toBe(
      "kept\ntwo\nscout-host",
    );
    expect(scouts.inside("scout-a", "echo $WHO $VERSION $IMAGE_ONLY")).toBe("me mine 2");
    const format = '{{index .Config.Labels "team"}} {{.HostConfig.NetworkMode}}';
    expect(scouts.docker("inspect", "--format", format, "scout-a").trim()).toBe("search none");
    expect(await compare()).toEqual([]);
    expect(settings.events.names).toContain("container_rebuilt scout");
    expectValidEnv(envRoot, configOf(scout("two\n")), { TOKEN: token });
    remove();
  });

  it("are waited for until they have settled, or until the wait is stopped: with the reason why", async () => {
    const { remove } = await scouts.running("scout-s");
    const { signal, reason } = stopsSoon(1_000);
    const settled = awaitSettled(scouts.api, "scout-s", { withinMs: 60_000, settleMs: 60_000, signal });
    await expect(settled).rejects.toBe(reason);
    remove();
  });

  it.each([
    ["is not healthy", "agent:sick", /health check/],
    ["ends at once", "agent:ends", /exit code 7/],
    ["is healthy and falls ill before it has settled", "agent:sickens", /health check/],
    ["has no health check and ends before it has settled", "agent:falls", /exit code 8/],
  ])("come back with their files when the new one %s", async (_, spoilt, message) => {
    const { envRoot, directory, rebuild, compare, remove } = await scouts.running("scout-b");
    const before = scouts.docker("inspect", "--format", "{{.Id}}", "scout-b");
    const client = readFileSync(join(directory, ".claude.json"));
    scouts.publish(spoilt);
    // Long enough for a machine on which a second takes three: what is wrong ends the wait.
    const [outcome] = await rebuild("two\n", { settleMs: 30_000 });
    expect(outcome).toMatchObject({
      container: "scout-b",
      result: "restored",
      error: { code: "CONTAINER_FAILED" },
    });
    expect(outcome && "error" in outcome ? outcome.error.message : "").toMatch(message);
    expect(scouts.names()).toEqual(["scout-b"]);
    expect(scouts.docker("inspect", "--format", "{{.Id}}", "scout-b")).toBe(before);
    expect(scouts.inside("scout-b", "cat /data/note; cat /env/system-prompt.md")).toBe("kept\none");
    expect(readFileSync(join(directory, ".claude.json"))).toEqual(client);
    expectValidEnv(envRoot, configOf(scout("one\n")), { TOKEN: token });
    expect((await compare()).map(({ code }) => code)).toEqual(["CONTAINER_IMAGE"]);
    remove();
  });

  it("stay as they are when rendering fails, or there is no image", async () => {
    const { envRoot, settings, rebuild, remove } = await scouts.running("scout-c");
    const without = new TestSecrets();
    const [unrendered] = await rebuild("two\n", { secrets: without.reader });
    expect(unrendered).toMatchObject({ result: "restored", error: { code: "MISSING_SECRET" } });
    const [unmade] = await rebuild("two\n", { image: "agent:absent" });
    expect(unmade).toMatchObject({ result: "failed", error: { code: "IMAGE_MISSING" } });
    expect(scouts.names()).toEqual(["scout-c"]);
    expect(scouts.inside("scout-c", "cat /env/system-prompt.md")).toBe("one");
    expectValidEnv(envRoot, configOf(scout("one\n")), { TOKEN: token });
    expect(JSON.stringify(settings.events.events)).not.toContain(token);
    await expect(
      rebuild("two\n", { agents: [configOf({ name: "clerk" })], named: "clerk" }),
    ).rejects.toMatchObject({
      code: "CONTAINER_FAILED",
    });
    remove();
  });

  it("are brought back first where a killed rebuild had set them aside", async () => {
    const { rebuild, compare, remove } = await scouts.running("scout-d");
    scouts.docker("stop", "--time", "1", "scout-d");
    scouts.docker("rename", "scout-d", "scout-d.identikit-old");
    expect((await compare()).map(({ code }) => code)).toEqual(["CONTAINER_SET_ASIDE"]);
    expect((await rebuild("two\n"))[0]).toMatchObject({ container: "scout-d", result: "rebuilt" });
    expect(scouts.names()).toEqual(["scout-d"]);
    remove();
  });

  it("are told when they have another env directory, do not run, or run nobody we know", async () => {
    const { envRoot, compare, remove } = await scouts.running("scout-e");
    const other = ["--no-healthcheck", "--volume", `${join(envRoot, "other")}:/env`, "--network", "none"];
    scouts.docker(
      "run",
      "-d",
      "--name",
      "scout-f",
      "--label",
      "identikit.agent=scout",
      ...other,
      "agent:current",
    );
    scouts.docker("create", "--name", "ghost", "--label", "identikit.agent=ghost", "agent:current");
    scouts.docker("stop", "--time", "1", "scout-e");
    expect((await compare()).map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ["CONTAINER_ORPHAN", "ghost", "warning"],
      ["CONTAINER_DOWN", "scout-e", "warning"],
      ["CONTAINER_ENV", "scout-f", "error"],
    ]);
    scouts.docker("rm", "--force", "--volumes", "scout-f", "ghost");
    rmSync(join(envRoot, "other"), { recursive: true });
    remove();
  });

  it.each([
    ["stopped", "exited", ["stop", "--time", "1"]],
    ["paused", "paused", ["pause"]],
  ])("stay %s", async (_, status, command) => {
    const { rebuild, remove } = await scouts.running("scout-g");
    scouts.docker(...command, "scout-g");
    const image = scouts.publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt", image }]);
    // Of one that did not run, the successor is made and not started.
    const expected = status === "exited" ? "created" : status;
    expect(scouts.docker("inspect", "--format", "{{.State.Status}}", "scout-g").trim()).toBe(expected);
    scouts.publish("agent:ends");
    const [outcome] = await rebuild("three\n");
    expect(outcome?.result).toBe(status === "exited" ? "rebuilt" : "restored");
    expect(scouts.docker("inspect", "--format", "{{.State.Status}}", "scout-g").trim()).toBe(expected);
    remove();
  });

  it("keep a static address, which only one of the two can have at a time", async () => {
    const { directory, rebuild, remove } = await scouts.running("scout-h");
    remove();
    scouts.docker("network", "create", "--subnet", "10.79.0.0/24", "fixed");
    const given = ["--label", "identikit.agent=scout", "--volume", `${directory}:/env`];
    const place = ["--network", "fixed", "--ip", "10.79.0.9", "--publish", "127.0.0.1:18181:80"];
    scouts.docker("run", "-d", "--name", "scout-h", ...given, ...place, "agent:current");
    const image = scouts.publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt", image }]);
    const address = "{{.NetworkSettings.Networks.fixed.IPAddress}} {{.State.Status}}";
    expect(scouts.docker("inspect", "--format", address, "scout-h").trim()).toBe("10.79.0.9 running");
    remove();
    scouts.docker("network", "rm", "fixed");
  });

  it("cannot be looked at where no engine answers", async () => {
    const nowhere = await connectEngine({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    const comparing = compareContainers({ engine: nowhere, agents: new Set(), envRoot: "/nowhere" });
    await expect(comparing).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });
});
