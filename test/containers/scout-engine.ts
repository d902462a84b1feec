import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { compareContainers } from "../../src/containers/compare-containers.ts";
import { type RebuildContainersOptions, rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import { repairContainers } from "../../src/containers/repair-containers.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine } from "../services/docker-engine.ts";
import { AgentImages } from "./agent-images.ts";

export const token = "CANARY-container-9";
export const scout = (prompt: string): AgentLiteral => ({
  name: "scout",
  prompt,
  mcpServers: { x: { type: "stdio", command: "c", env: { KEY: "${SECRET:TOKEN}" } } },
  skills: { triage: { "SKILL.md": prompt } },
});

const imageLines = [
  "ENV PATH=/bin VERSION=1 IMAGE_ONLY=1",
  "VOLUME /data",
  "HEALTHCHECK --interval=100ms --timeout=60s --retries=2 CMD test -f /env/system-prompt.md",
  'CMD ["/bin/sleep", "1000"]',
];

/** An engine with images of an agent that has a health check, and containers that run it. */
export class ScoutEngine implements AsyncDisposable {
  readonly engine: DockerEngine;
  readonly api: Docker;
  readonly images: AgentImages;

  private constructor(engine: DockerEngine, api: Docker) {
    this.engine = engine;
    this.api = api;
    this.images = new AgentImages(engine);
  }

  static async start(): Promise<ScoutEngine> {
    const engine = await DockerEngine.start();
    const scouts = new ScoutEngine(engine, await connectEngine({ DOCKER_HOST: engine.host }));
    const { images } = scouts;
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
      'CMD ["/bin/sh", "-c", "sleep 1; touch /tmp-sick; sleep 90"]',
    );
    images.derive("agent:falls", "agent:1", "HEALTHCHECK NONE");
    images.derive("agent:falls", "agent:falls", 'CMD ["/bin/sh", "-c", "sleep 0.2; exit 8"]');
    return scouts;
  }

  docker(...args: readonly string[]): string {
    return this.engine.docker(...args);
  }

  publish(tag: string): string {
    return this.images.publish(tag);
  }

  names(): string[] {
    return this.docker("ps", "--all", "--format", "{{.Names}}").trim().split("\n").filter(Boolean).sort();
  }

  inside(name: string, command: string): string {
    return this.docker("exec", name, "sh", "-c", command).trim();
  }

  /** A rendered agent and a container that runs it from `agent:current`. */
  async running(name: string) {
    const envRoot = scratchDirectory();
    const settings = settingsFor(envRoot, new TestSecrets({ TOKEN: token }));
    await renderAgents({ ...settings, agents: [configOf(scout("one\n"))] });
    mkdirSync(join(envRoot, "other"));
    this.publish("agent:1");
    const directory = join(envRoot, "scout");
    const labels = ["--label", "identikit.agent=scout", "--label", "team=search"];
    const env = ["--env", "WHO=me", "--env", "VERSION=mine", "--hostname", "scout-host"];
    const place = ["--network", "none", "--volume", `${directory}:/env`, "--restart", "no"];
    this.docker("run", "-d", "--name", name, ...labels, ...env, ...place, "agent:current");
    this.docker("exec", name, "sh", "-c", "echo kept > /data/note");
    const rebuild = (prompt: string, options: Partial<RebuildContainersOptions> = {}) =>
      rebuildContainers({
        ...settings,
        engine: this.api,
        agents: [configOf(scout(prompt))],
        healthMs: 20_000,
        settleMs: 1_500,
        stopSeconds: 1,
        ...options,
      });
    const repair = async () =>
      repairContainers({
        ...settings,
        engine: this.api,
        settleMs: 300,
        stopSeconds: 1,
        findings: await compare(),
        resolve: () => configOf(scout("repaired\n")),
      });
    const compare = () => compareContainers({ engine: this.api, agents: new Set(["scout"]), envRoot });
    const remove = () => this.docker("rm", "--force", "--volumes", name);
    return { envRoot, settings, directory, rebuild, compare, repair, remove };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }
}
