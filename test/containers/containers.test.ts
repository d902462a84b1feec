import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareContainers } from "../../src/containers/compare-containers.ts";
import { type RebuildContainersOptions, rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import { repairContainers } from "../../src/containers/repair-containers.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { expectValidEnv } from "../env/expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { AgentImages } from "./agent-images.ts";

const token = "CANARY-container-9";
const scout = (prompt: string): AgentLiteral => ({
  name: "scout",
  prompt,
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:TOKEN}" } } },
  skills: { triage: { "SKILL.md": prompt } },
});

const imageLines = [
  "ENV PATH=/bin VERSION=1 IMAGE_ONLY=1",
  "VOLUME /data",
  "HEALTHCHECK --interval=100ms --timeout=2s --retries=2 CMD test -f /env/system-prompt.md",
  'CMD ["/bin/sleep", "1000"]',
];

requiresEngine()("containers of agents", () => {
  let engine: DockerEngine;
  let api: Docker;
  let images: AgentImages;
  const publish = (tag: string) => images.publish(tag);

  beforeAll(async () => {
    engine = await DockerEngine.start();
    api = await connectEngine({ DOCKER_HOST: engine.host });
    images = new AgentImages(engine);
    images.build("agent:1", imageLines);
    images.derive("agent:2", "agent:1", "ENV VERSION=2 IMAGE_ONLY=2");
    images.derive("agent:sick", "agent:1", "HEALTHCHECK --interval=100ms --retries=2 CMD false");
    images.derive("agent:ends", "agent:1", 'CMD ["/bin/sh", "-c", "exit 7"]');
    images.derive(
      "agent:sickens",
      "agent:1",
      "HEALTHCHECK --interval=100ms --retries=2 CMD test ! -f /tmp-sick",
    );
    images.derive(
      "agent:sickens",
      "agent:sickens",
      'CMD ["/bin/sh", "-c", "sleep 1; touch /tmp-sick; sleep 9"]',
    );
    images.derive("agent:falls", "agent:1", "HEALTHCHECK NONE");
    images.derive("agent:falls", "agent:falls", 'CMD ["/bin/sh", "-c", "sleep 0.5; exit 8"]');
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  /** A rendered agent and a container that runs it from `agent:current`. */
  async function running(name: string) {
    const envRoot = scratchDirectory();
    const settings = settingsFor(envRoot, new TestSecrets({ TOKEN: token }));
    await renderAgents({ ...settings, agents: [configOf(scout("one\n"))] });
    mkdirSync(join(envRoot, "other"));
    publish("agent:1");
    const directory = join(envRoot, "scout");
    const labels = ["--label", "identikit.agent=scout", "--label", "team=search"];
    const env = ["--env", "WHO=me", "--env", "VERSION=mine", "--hostname", "scout-host"];
    const place = ["--network", "none", "--volume", `${directory}:/env`, "--restart", "no"];
    engine.docker("run", "-d", "--name", name, ...labels, ...env, ...place, "agent:current");
    engine.docker("exec", name, "sh", "-c", "echo kept > /data/note");
    const rebuild = (prompt: string, options: Partial<RebuildContainersOptions> = {}) =>
      rebuildContainers({
        ...settings,
        engine: api,
        agents: [configOf(scout(prompt))],
        healthMs: 20_000,
        settleMs: 1_500,
        stopSeconds: 1,
        ...options,
      });
    const repair = async () =>
      repairContainers({
        ...settings,
        engine: api,
        settleMs: 300,
        stopSeconds: 1,
        findings: await compare(),
        resolve: () => configOf(scout("repaired\n")),
      });
    const compare = () => compareContainers({ engine: api, agents: new Set(["scout"]), envRoot });
    const remove = () => engine.docker("rm", "--force", "--volumes", name);
    return { envRoot, settings, directory, rebuild, compare, repair, remove };
  }

  const names = () =>
    engine.docker("ps", "--all", "--format", "{{.Names}}").trim().split("\n").filter(Boolean).sort();
  const inside = (name: string, command: string) => engine.docker("exec", name, "sh", "-c", command).trim();

  it("are made anew from the current image, with what they had and freshly rendered files", async () => {
    const { envRoot, rebuild, compare, remove, settings } = await running("scout-a");
    const image = publish("agent:2");
    expect((await compare()).map(({ code, path }) => [code, path])).toEqual([["CONTAINER_IMAGE", "scout-a"]]);
    expect(await rebuild("two\n")).toEqual([
      { agent: "scout", container: "scout-a", result: "rebuilt", image },
    ]);
    expect(names()).toEqual(["scout-a"]);
    expect(inside("scout-a", "cat /data/note; cat /env/system-prompt.md; hostname")).toBe(
      "kept\ntwo\nscout-host",
    );
    expect(inside("scout-a", "echo $WHO $VERSION $IMAGE_ONLY")).toBe("me mine 2");
    const format = '{{index .Config.Labels "team"}} {{.HostConfig.NetworkMode}}';
    expect(engine.docker("inspect", "--format", format, "scout-a").trim()).toBe("search none");
    expect(await compare()).toEqual([]);
    expect(settings.events.names).toContain("container_rebuilt scout");
    expectValidEnv(envRoot, configOf(scout("two\n")), { TOKEN: token });
    remove();
  });

  it.each([
    ["is not healthy", "agent:sick", /health check/],
    ["ends at once", "agent:ends", /exit code 7/],
    ["is healthy and falls ill before it has settled", "agent:sickens", /health check/],
    ["has no health check and ends before it has settled", "agent:falls", /exit code 8/],
  ])("come back with their files when the new one %s", async (_, spoilt, message) => {
    const { envRoot, directory, rebuild, compare, remove } = await running("scout-b");
    const before = engine.docker("inspect", "--format", "{{.Id}}", "scout-b");
    const client = readFileSync(join(directory, ".claude.json"));
    publish(spoilt);
    const [outcome] = await rebuild("two\n");
    expect(outcome).toMatchObject({
      container: "scout-b",
      result: "restored",
      error: { code: "CONTAINER_FAILED" },
    });
    expect(outcome && "error" in outcome ? outcome.error.message : "").toMatch(message);
    expect(names()).toEqual(["scout-b"]);
    expect(engine.docker("inspect", "--format", "{{.Id}}", "scout-b")).toBe(before);
    expect(inside("scout-b", "cat /data/note; cat /env/system-prompt.md")).toBe("kept\none");
    expect(readFileSync(join(directory, ".claude.json"))).toEqual(client);
    expectValidEnv(envRoot, configOf(scout("one\n")), { TOKEN: token });
    expect((await compare()).map(({ code }) => code)).toEqual(["CONTAINER_IMAGE"]);
    remove();
  });

  it("stay as they are when rendering fails, or there is no image", async () => {
    const { envRoot, settings, rebuild, remove } = await running("scout-c");
    const without = new TestSecrets();
    const [unrendered] = await rebuild("two\n", { secrets: without.reader });
    expect(unrendered).toMatchObject({ result: "restored", error: { code: "MISSING_SECRET" } });
    const [unmade] = await rebuild("two\n", { image: "agent:absent" });
    expect(unmade).toMatchObject({ result: "failed", error: { code: "IMAGE_MISSING" } });
    expect(names()).toEqual(["scout-c"]);
    expect(inside("scout-c", "cat /env/system-prompt.md")).toBe("one");
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
    const { rebuild, compare, remove } = await running("scout-d");
    engine.docker("stop", "--time", "1", "scout-d");
    engine.docker("rename", "scout-d", "scout-d.identikit-old");
    expect((await compare()).map(({ code }) => code)).toEqual(["CONTAINER_SET_ASIDE"]);
    expect((await rebuild("two\n"))[0]).toMatchObject({ container: "scout-d", result: "rebuilt" });
    expect(names()).toEqual(["scout-d"]);
    remove();
  });

  it("are told when they have another env directory, do not run, or run nobody we know", async () => {
    const { envRoot, compare, remove } = await running("scout-e");
    const other = ["--no-healthcheck", "--volume", `${join(envRoot, "other")}:/env`, "--network", "none"];
    engine.docker(
      "run",
      "-d",
      "--name",
      "scout-f",
      "--label",
      "identikit.agent=scout",
      ...other,
      "agent:current",
    );
    engine.docker("create", "--name", "ghost", "--label", "identikit.agent=ghost", "agent:current");
    engine.docker("stop", "--time", "1", "scout-e");
    expect((await compare()).map(({ code, path, severity }) => [code, path, severity])).toEqual([
      ["CONTAINER_ORPHAN", "ghost", "warning"],
      ["CONTAINER_DOWN", "scout-e", "warning"],
      ["CONTAINER_ENV", "scout-f", "error"],
    ]);
    engine.docker("rm", "--force", "--volumes", "scout-f", "ghost");
    rmSync(join(envRoot, "other"), { recursive: true });
    remove();
  });

  it.each([
    ["stopped", "exited", ["stop", "--time", "1"]],
    ["paused", "paused", ["pause"]],
  ])("stay %s", async (_, status, command) => {
    const { rebuild, remove } = await running("scout-g");
    engine.docker(...command, "scout-g");
    const image = publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt", image }]);
    // Of one that did not run, the successor is made and not started.
    const expected = status === "exited" ? "created" : status;
    expect(engine.docker("inspect", "--format", "{{.State.Status}}", "scout-g").trim()).toBe(expected);
    publish("agent:ends");
    const [outcome] = await rebuild("three\n");
    expect(outcome?.result).toBe(status === "exited" ? "rebuilt" : "restored");
    expect(engine.docker("inspect", "--format", "{{.State.Status}}", "scout-g").trim()).toBe(expected);
    remove();
  });

  it("keep a static address, which only one of the two can have at a time", async () => {
    const { directory, rebuild, remove } = await running("scout-h");
    remove();
    engine.docker("network", "create", "--subnet", "10.79.0.0/24", "fixed");
    const given = ["--label", "identikit.agent=scout", "--volume", `${directory}:/env`];
    const place = ["--network", "fixed", "--ip", "10.79.0.9", "--publish", "127.0.0.1:18181:80"];
    engine.docker("run", "-d", "--name", "scout-h", ...given, ...place, "agent:current");
    const image = publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt", image }]);
    const address = "{{.NetworkSettings.Networks.fixed.IPAddress}} {{.State.Status}}";
    expect(engine.docker("inspect", "--format", address, "scout-h").trim()).toBe("10.79.0.9 running");
    remove();
    engine.docker("network", "rm", "fixed");
  });

  it("are not rebuilt onto another env directory, and the engine is not touched", async () => {
    const { envRoot, rebuild, repair, remove, settings } = await running("scout-i");
    remove();
    const given = ["--label", "identikit.agent=scout", "--network", "none", "--no-healthcheck"];
    engine.docker(
      "run",
      "-d",
      "--name",
      "scout-i",
      ...given,
      "--volume",
      `${join(envRoot, "other")}:/env`,
      "agent:current",
    );
    const before = engine.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", "scout-i");
    publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "refused", error: { code: "CONTAINER_ENV" } }]);
    expect(settings.events.events.at(-1)).toMatchObject({ event: "container_failed", code: "CONTAINER_ENV" });
    const { findings, outcomes } = await repair();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ["CONTAINER_IMAGE", "error"],
      ["CONTAINER_ENV", "error"],
    ]);
    expect(outcomes).toMatchObject([{ result: "refused" }]);
    expect(engine.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", "scout-i")).toBe(before);
    expect(readFileSync(join(envRoot, "scout/system-prompt.md"), "utf8")).toBe("one\n");
    rmSync(join(envRoot, "other"), { recursive: true });
    remove();
  });

  it("have their env directory through a volume that is bound to it", async () => {
    const { directory, rebuild, compare, remove } = await running("scout-j");
    remove();
    const options = ["type=none", "o=bind", `device=${directory}`].flatMap((option) => ["--opt", option]);
    engine.docker("volume", "create", ...options, "bound");
    const given = ["--label", "identikit.agent=scout", "--network", "none", "--volume", "bound:/env"];
    engine.docker("run", "-d", "--name", "scout-j", ...given, "agent:current");
    expect(await compare()).toEqual([]);
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt" }]);
    expect(inside("scout-j", "cat /env/system-prompt.md")).toBe("two");
    remove();
  });

  it("are refused by name where they have what a successor would lose", async () => {
    const { directory, rebuild, remove } = await running("scout-k");
    remove();
    const given = ["--label", "identikit.agent=scout", "--volume", `${directory}:/env`, "--network", "none"];
    const start = (...more: string[]) =>
      engine.docker("run", "-d", "--name", "scout-k", ...given, ...more, "agent:current");
    const refusal = async (options: Partial<RebuildContainersOptions> = {}) => {
      const [outcome] = await rebuild("two\n", options);
      return outcome && "error" in outcome
        ? `${outcome.result} ${outcome.error.code} ${outcome.error.message}`
        : outcome?.result;
    };
    start("--rm");
    expect(await refusal()).toMatch(/^failed CONTAINER_FAILED .*--rm/);
    remove();

    engine.docker("run", "-d", "--name", "beside", "--network", "none", "--ipc", "shareable", "agent:1");
    engine.docker("create", "--name", "lender", "--volume", "/lent", "agent:1");
    start("--ipc", "container:beside", "--volumes-from", "lender");
    engine.docker("stop", "--time", "0", "beside");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*HostConfig\.IpcMode/);
    engine.docker("start", "beside");
    engine.docker("rm", "lender");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*HostConfig\.VolumesFrom/);
    remove();

    start();
    engine.docker("create", "--name", "guest", "--network", "container:scout-k", "agent:1");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*lends its network to guest/);
    expect(await refusal({ accept: ["guest"] })).toBe("rebuilt");
    engine.docker("rm", "--volumes", "guest");
    remove();

    images.derive("agent:doomed", "agent:1", "ENV DOOMED=1");
    const doomed = publish("agent:doomed");
    start();
    engine.docker("stop", "--time", "0", "scout-k");
    publish("agent:2");
    engine.docker("image", "rm", "--force", doomed);
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*image .* is gone/);
    expect(await refusal({ accept: ["Image"] })).toBe("rebuilt");
    engine.docker("rm", "--force", "--volumes", "beside");
    remove();
  });

  it("are left alone by a repair while a task runs in them, and rebuilt when it has ended", async () => {
    const { directory, repair, compare, remove } = await running("scout-l");
    const image = publish("agent:2");
    const marker = join(directory, ".identikit-task");

    writeFileSync(marker, "");
    const marked = await repair();
    expect(marked.outcomes).toMatchObject([{ container: "scout-l", result: "busy" }]);
    expect(marked.findings).toMatchObject([{ code: "CONTAINER_IMAGE", severity: "error" }]);
    expect(marked.findings[0]?.remedy).toContain(".identikit-task");
    rmSync(marker);

    const task = "while test ! -f /task-ended; do sleep 0.05; done";
    engine.docker("exec", "--detach", "scout-l", "sh", "-c", task);
    const busy = await repair();
    expect(busy.outcomes).toMatchObject([{ result: "busy", task: 'an exec session of "sh"' }]);
    engine.docker("exec", "scout-l", "sh", "-c", "touch /task-ended; sleep 0.5");

    // What an agent left that was ended in the middle of its task says nothing of this one.
    writeFileSync(marker, "");
    utimesSync(marker, new Date(0), new Date(0));
    const idle = await repair();
    expect(idle.outcomes).toMatchObject([{ result: "rebuilt", image }]);
    expect(idle.findings).toMatchObject([
      { code: "CONTAINER_IMAGE", severity: "warning", remedy: "It was rebuilt." },
    ]);
    expect(await compare()).toEqual([]);
    expect(inside("scout-l", "cat /env/system-prompt.md")).toBe("repaired");
    remove();
  });

  it("are repaired where a rebuild was left half done, and not rebuilt without need", async () => {
    const { repair, compare, remove } = await running("scout-m");
    const id = engine.docker("inspect", "--format", "{{.Id}}", "scout-m");
    engine.docker("rename", "scout-m", "scout-m.identikit-old");
    const { findings, outcomes } = await repair();
    expect(findings).toMatchObject([{ code: "CONTAINER_SET_ASIDE", severity: "warning" }]);
    expect(outcomes).toEqual([]);
    expect(engine.docker("inspect", "--format", "{{.Id}}", "scout-m")).toBe(id);
    expect(await compare()).toEqual([]);
    remove();
  });

  it("cannot be looked at where no engine answers", async () => {
    const nowhere = await connectEngine({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    const comparing = compareContainers({ engine: nowhere, agents: new Set(), envRoot: "/nowhere" });
    await expect(comparing).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });
});
