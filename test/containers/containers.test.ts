import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareContainers } from "../../src/containers/compare-containers.ts";
import { type RebuildContainersOptions, rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { expectValidEnv } from "../env/expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";

const token = "CANARY-container-9";
const scout = (prompt: string): AgentLiteral => ({
  name: "scout",
  prompt,
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:TOKEN}" } } },
  skills: { triage: { "SKILL.md": prompt } },
});

const dockerfile = [
  "FROM scratch",
  "COPY busybox /bin/busybox",
  'RUN ["/bin/busybox", "--install", "/bin"]',
  "ENV PATH=/bin VERSION=1 IMAGE_ONLY=1",
  "VOLUME /data",
  "HEALTHCHECK --interval=100ms --timeout=2s --retries=2 CMD test -f /env/system-prompt.md",
  'CMD ["/bin/sleep", "1000"]',
  "",
].join("\n");

requiresEngine()("containers of agents", () => {
  let engine: DockerEngine;
  let api: Docker;

  beforeAll(async () => {
    engine = await DockerEngine.start();
    api = await connectEngine({ DOCKER_HOST: engine.host });
    const context = mkdtempSync(join(tmpdir(), "identikit-test-"));
    writeFiles(context, { Dockerfile: dockerfile, busybox: readFileSync(programPath("busybox") as string) });
    chmodSync(join(context, "busybox"), 0o755);
    engine.docker("build", "--network", "none", "-q", "-t", "agent:1", context);
    rmSync(context, { recursive: true });
    derive("agent:2", "ENV VERSION=2 IMAGE_ONLY=2");
    derive("agent:sick", "HEALTHCHECK --interval=100ms --retries=2 CMD false");
    derive("agent:ends", 'CMD ["/bin/sh", "-c", "exit 7"]');
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  /** An image like agent:1 but for one instruction. */
  function derive(tag: string, change: string): void {
    engine.docker("create", "--name", "maker", "agent:1");
    engine.docker("commit", "--change", change, "maker", tag);
    engine.docker("rm", "--volumes", "maker");
  }

  /** Makes an image the current one, and gives its id. */
  function publish(tag: string): string {
    engine.docker("tag", tag, "agent:current");
    return engine.docker("image", "inspect", "--format", "{{.Id}}", tag).trim();
  }

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
        stopSeconds: 1,
        ...options,
      });
    const compare = () => compareContainers({ engine: api, agents: new Set(["scout"]), envRoot });
    const remove = () => engine.docker("rm", "--force", "--volumes", name);
    return { envRoot, settings, directory, rebuild, compare, remove };
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

  it("cannot be looked at where no engine answers", async () => {
    const nowhere = await connectEngine({ DOCKER_HOST: "unix:///nowhere/docker.sock" });
    const comparing = compareContainers({ engine: nowhere, agents: new Set(), envRoot: "/nowhere" });
    await expect(comparing).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });
});
