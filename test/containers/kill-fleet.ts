import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import type { RebuildOutcome } from "../../src/containers/rebuild-options.ts";
import { renderAgents } from "../../src/env/render-agents.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { expectValidEnv } from "../env/expect-valid-env.ts";
import { type AgentLiteral, configOf, settingsFor, TestSecrets } from "../env/fleet-agent.ts";
import { DockerEngine } from "../services/docker-engine.ts";
import { AgentImages } from "./agent-images.ts";

/** What a rebuild in a process of its own is told. */
export interface ChildOrder {
  readonly host: string;
  readonly envRoot: string;
  readonly image: string;
  readonly prompt: string;
  readonly settleMs: number;
}

const token = "CANARY-killed-rebuild";

export function secrets(): TestSecrets {
  return new TestSecrets({ TOKEN: token });
}

/** The agent; its prompt is also in its settings, so that every kind of file follows it. */
export function scout(prompt: string): AgentLiteral {
  return {
    name: "scout",
    prompt,
    mcpServers: { x: { type: "stdio", command: prompt, env: { KEY: "${SECRET:TOKEN}" } } },
    skills: { triage: { "SKILL.md": prompt } },
  };
}

/** Images that work, and one that ends at once, and one that ends before it has settled. */
export const goodImages: readonly string[] = ["agent:1", "agent:2"];
export const badImages: readonly string[] = ["agent:ends", "agent:falls"];
/** Short, so that many rounds fit; longer than what the falling image takes to fall, on a busy machine as well. */
export const settleMs = 1_500;

/** Takes its time to stop, as agents do. */
const agentShell = `trap 'exit 0' TERM; test -f /env/system-prompt.md || exit 3; while :; do sleep 0.1; done`;

/**
 * One agent with one container on an engine of its own. Each run renders a prompt that names the image that it goes to:
 * so whichever container is left, its env directory must name the image that it runs.
 */
export class KillFleet implements AsyncDisposable {
  readonly engine: DockerEngine;
  readonly envRoot: string = mkdtempSync(join(tmpdir(), "identikit-test-"));
  readonly api: Docker;
  readonly #images: AgentImages;

  private constructor(engine: DockerEngine, api: Docker) {
    this.engine = engine;
    this.api = api;
    this.#images = new AgentImages(engine);
  }

  static async start(): Promise<KillFleet> {
    const engine = await DockerEngine.start();
    const fleet = new KillFleet(engine, await connectEngine({ DOCKER_HOST: engine.host }));
    const shell = (command: string) => `CMD ${JSON.stringify(["/bin/sh", "-c", command])}`;
    fleet.#images.build("agent:1", ["ENV PATH=/bin VERSION=1", "VOLUME /data", shell(agentShell)]);
    fleet.#images.derive("agent:2", "agent:1", "ENV VERSION=2");
    fleet.#images.derive("agent:ends", "agent:1", shell("exit 7"));
    fleet.#images.derive("agent:falls", "agent:1", shell("sleep 0.2; exit 8"));
    await fleet.#run();
    return fleet;
  }

  /** A run that nobody disturbs. */
  async rebuild(image: string, round: string): Promise<RebuildOutcome | undefined> {
    const [outcome] = await rebuildContainers({
      ...settingsFor(this.envRoot, secrets()),
      engine: this.api,
      image,
      agents: [configOf(scout(promptOf(image, round)))],
      settleMs,
      healthMs: 20_000,
      stopSeconds: 1,
    });
    return outcome;
  }

  /** A run that only ends what killed runs left half done. */
  async recover(): Promise<string[]> {
    const kept: string[] = [];
    await rebuildContainers({
      ...settingsFor(this.envRoot, secrets()),
      engine: this.api,
      agents: [configOf(scout("never rendered\n"))],
      settleMs,
      stopSeconds: 1,
      select: async () => false,
      onRecovery: (_, recovery) => kept.push(recovery.kept),
    });
    return kept;
  }

  orderFor(image: string, round: string): ChildOrder {
    return { host: this.engine.host, envRoot: this.envRoot, image, prompt: promptOf(image, round), settleMs };
  }

  /** How far the rebuild under way has come, by its journal. */
  get trace(): string {
    try {
      const { phase, restored } = JSON.parse(
        readFileSync(join(this.envRoot, ".identikit/scout.rebuild"), "utf8"),
      );
      return restored ? "restored" : phase;
    } catch {
      return "no journal";
    }
  }

  /**
   * What must hold when nothing is under way: one container, under the right name, which runs, stays up and has its
   * data; an env directory that is its own, whole; and nothing else left anywhere.
   */
  async expectOneWorkingContainer(what: string): Promise<void> {
    try {
      const names = this.engine.docker("ps", "--all", "--format", "{{.Names}}").trim().split("\n");
      if (names.join() !== "scout") throw new Error(`containers: ${names.join(", ")}`);
      const before = await this.api.getContainer("scout").inspect();
      await sleep(150);
      const { State, RestartCount, Image } = await this.api.getContainer("scout").inspect();
      const stays =
        State.Running && RestartCount === before.RestartCount && State.StartedAt === before.State.StartedAt;
      if (!stays) throw new Error(`it does not stay up: ${State.Status}, exit code ${State.ExitCode}`);
      const inside = this.engine.docker("exec", "scout", "sh", "-c", "cat /data/note /env/system-prompt.md");
      const tag = goodImages.find((each) => this.#images.idOf(each) === Image);
      if (!inside.startsWith(`kept\nimage ${tag} round`)) throw new Error(`image ${tag}, inside: ${inside}`);
      expectValidEnv(this.envRoot, configOf(scout(inside.slice("kept\n".length))), { TOKEN: token });
      const left = readdirSync(join(this.envRoot, ".identikit")).filter((name) =>
        /\.rebuild(-files)?$|tmp$/.test(name),
      );
      if (left.length > 0) throw new Error(`left behind: ${left.join(", ")}`);
      const volumes = this.engine.docker("volume", "ls", "--quiet").trim().split("\n");
      if (volumes.length !== 1) throw new Error(`${volumes.length} volumes`);
    } catch (cause) {
      throw new Error(`${what}: ${(cause as Error).message}`, { cause });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
    rmSync(this.envRoot, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    const first = configOf(scout(promptOf("agent:1", "0")));
    await renderAgents({ ...settingsFor(this.envRoot, secrets()), agents: [first] });
    const given = ["--label", "identikit.agent=scout", "--volume", `${join(this.envRoot, "scout")}:/env`];
    const rest = ["--network", "none", "--restart", "unless-stopped", "agent:1"];
    this.engine.docker("run", "-d", "--name", "scout", ...given, ...rest);
    this.engine.docker("exec", "scout", "sh", "-c", "echo kept > /data/note");
  }
}

function promptOf(image: string, round: string): string {
  return `image ${image} round ${round}\n`;
}
