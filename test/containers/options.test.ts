import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rebuildContainers } from "../../src/containers/rebuild-containers.ts";
import { connectEngine } from "../../src/image/engine/connection.ts";
import { configOf, settingsFor } from "../env/fleet-agent.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { AgentImages } from "./agent-images.ts";
import { commandCases, optionCases } from "./option-cases.ts";

const imageLines = [
  "ENV PATH=/bin VERSION=1 ONLY_OLD=1",
  "LABEL image.version=1 image.old=1",
  "EXPOSE 70 71",
  "VOLUME /data",
  "WORKDIR /one",
  "STOPSIGNAL SIGINT",
  "HEALTHCHECK --interval=30s --retries=2 CMD true",
  'CMD ["/bin/sleep", "1000"]',
];
const changes = [
  "ENV VERSION=2 ONLY_NEW=2",
  "LABEL image.version=2 image.new=2",
  "EXPOSE 72",
  "WORKDIR /two",
  "STOPSIGNAL SIGHUP",
  "HEALTHCHECK --interval=40s --retries=3 CMD false",
  'CMD ["/bin/sleep", "2000"]',
];

type Inspection = Docker.ContainerInspectInfo;

requiresEngine()("every option of a container", () => {
  let engine: DockerEngine;
  let api: Docker;
  let images: AgentImages;

  beforeAll(async () => {
    engine = await DockerEngine.start();
    api = await connectEngine({ DOCKER_HOST: engine.host });
    images = new AgentImages(engine);
    images.build("agent:1", imageLines);
    images.build("agent:2", [...imageLines, ...changes]);
    const program = (entrypoint: string) => [`ENTRYPOINT ["${entrypoint}"]`, 'CMD ["/bin/sleep", "1000"]'];
    images.build("agent:entry-1", [...imageLines, ...program("/bin/env")]);
    images.build("agent:entry-2", [...imageLines, ...changes, ...program("/bin/nice")]);
    images.build("agent:token-1", [...imageLines, "ENV API_TOKEN=changeme"]);
    images.build("agent:token-2", [...imageLines, ...changes, "ENV API_TOKEN=changed"]);
    for (const [name, subnet] of Object.entries({ near: "10.77.0.0/24", far: "10.78.0.0/24" }))
      engine.docker("network", "create", "--subnet", subnet, name);
    engine.docker("create", "--name", "lender", "--volume", "/lent", "--volume", "/tmp:/tmp", "agent:1");
    engine.docker("run", "-d", "--name", "neighbour", "--network", "near", "--ipc", "shareable", "agent:1");
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  /** A container of the agent with these options, made and not started. */
  function create(name: string, options: readonly string[], image: string, command: readonly string[]): void {
    const label = ["--label", "identikit.agent=scout"];
    engine.docker("create", "--name", name, ...label, ...options, image, ...command);
  }

  /**
   * Rebuilds a container from a new image, and compares what came of it with what the engine makes of the very same
   * options on the new image: nothing else is an answer to what must be carried over and what must follow.
   */
  async function expectCarried(
    options: readonly string[],
    prepare?: (name: string) => Promise<void>,
    more: {
      readonly images?: readonly [string, string];
      readonly command?: readonly string[];
      /** The options of the container that it is compared with, where they are not the same. */
      readonly model?: readonly string[];
    } = {},
  ): Promise<Inspection> {
    const envRoot = scratchDirectory();
    mkdirSync(join(envRoot, "scout"), { mode: 0o700 });
    const { images: [oldImage, newImage] = ["agent:1", "agent:2"], command = [] } = more;
    const env = ["--volume", `${join(envRoot, "scout")}:/env`];
    images.publish(oldImage);
    const container = { old: "scout-1", model: "model" };
    create(container.old, [...options, ...env], "agent:current", command);
    await prepare?.(container.old);
    const before = await api.getContainer(container.old).inspect();
    images.publish(newImage);
    try {
      const outcomes = await rebuildContainers({
        ...settingsFor(envRoot),
        engine: api,
        agents: [configOf({ name: "scout", prompt: "x\n" })],
      });
      expect(outcomes.map((each) => ("error" in each ? each.error.message : each.result))).toEqual([
        "rebuilt",
      ]);
      const after = await api.getContainer(container.old).inspect();
      create(container.model, [...(more.model ?? options), ...env], "agent:current", command);
      await prepare?.(container.model);
      const model = await api.getContainer(container.model).inspect();
      expect(comparable(after)).toEqual(comparable(model));
      expect(after.Id).not.toBe(before.Id);
      expect(after.State.Status).toBe("created");
      const volumesOf = ({ Mounts }: Inspection) =>
        Mounts.map(({ Type, Name, Source, Destination, RW }) => [
          Type,
          Name ?? Source,
          Destination,
          RW,
        ]).sort();
      expect(volumesOf(after)).toEqual(volumesOf(before));
      return after;
    } finally {
      engine.docker("rm", "--force", "--volumes", container.old);
      engine.docker("rm", "--force", "--volumes", container.model);
    }
  }

  const special = new Set(["a MAC address", "two networks", "variables that equal the old image's"]);
  const plain = Object.entries(optionCases).filter(([name]) => !special.has(name));
  it.each(plain)("is carried over: %s", async (_, options) => {
    const isNetworked = options.some((option) =>
      ["--network", "-p", "--publish-all", "--link"].includes(option),
    );
    await expectCarried(isNetworked ? options : ["--network", "none", ...options]);
  });

  it("is carried over: two networks", async () => {
    const after = await expectCarried(optionCases["two networks"] as string[], async (name) => {
      engine.docker("network", "connect", "--ip", "10.78.0.5", "--alias", "two", "far", name);
    });
    expect(Object.keys(after.NetworkSettings.Networks).sort()).toEqual(["far", "near"]);
  });

  it("is carried over: a network that it was disconnected from", async () => {
    const after = await expectCarried(["--network", "near"], async (name) => {
      engine.docker("network", "connect", "far", name);
      engine.docker("network", "disconnect", "near", name);
    });
    expect(Object.keys(after.NetworkSettings.Networks)).toEqual(["far"]);
  });

  it("is carried over: a MAC address, in the form of engines before API version 1.44", async () => {
    const envRoot = scratchDirectory();
    mkdirSync(join(envRoot, "scout"), { mode: 0o700 });
    images.publish("agent:1");
    const MacAddress = "02:42:aa:00:00:01";
    const made: Docker.ContainerCreateOptions & { readonly MacAddress: string } = {
      name: "scout-1",
      Image: "agent:current",
      MacAddress,
      Labels: { "identikit.agent": "scout" },
      HostConfig: { NetworkMode: "near", Binds: [`${join(envRoot, "scout")}:/env`] },
    };
    await api.createContainer(made);
    const agents = [configOf({ name: "scout", prompt: "x\n" })];
    expect(await rebuildContainers({ ...settingsFor(envRoot), engine: api, agents })).toMatchObject([
      { result: "rebuilt" },
    ]);
    const after = await api.getContainer("scout-1").inspect();
    expect(after.Config).toMatchObject({ MacAddress });
    engine.docker("rm", "--force", "--volumes", "scout-1");
  });

  it("stays where a variable equals the old image's and was set", async () => {
    // The engine puts what was set before what the image adds: so VERSION=1 was set.
    await expectCarried(optionCases["variables that equal the old image's"] as string[]);
  });

  it.each([
    ["was set to the old image's value", ["--env", "API_TOKEN=changeme"]],
    // Nobody can tell whether it was: a credential that an agent works with is not exchanged by the way.
    ["has the old image's value", []],
  ])("stays where the name of a variable is a secret's, and it %s", async (_, options) => {
    const after = await expectCarried(["--network", "none", ...options], undefined, {
      images: ["agent:token-1", "agent:token-2"],
      model: ["--network", "none", "--env", "API_TOKEN=changeme"],
    });
    expect(after.Config.Env).toContain("API_TOKEN=changeme");
  });

  const programs = Object.entries(commandCases).flatMap(([what, command]) =>
    ["none", "/bin/echo", "", "/bin/env"].flatMap((entrypoint) =>
      [false, true].map((hasEntrypoint) => ({ what, command, entrypoint, hasEntrypoint })),
    ),
  );
  // Two cases cannot be told from what the image says, and follow it; without a program there is no container.
  const tellable = programs.filter(({ command, entrypoint, hasEntrypoint }) => {
    const isTheImages = JSON.stringify(command) === '["/bin/sleep","1000"]';
    const isSame = isTheImages && (entrypoint === "none" || (entrypoint === "" && !hasEntrypoint));
    const isInherited = entrypoint === "/bin/env" && hasEntrypoint && command.length > 0;
    return !isSame && !isInherited && !(entrypoint === "" && command.length === 0);
  });
  it.each(tellable)(
    "runs $what with entrypoint $entrypoint (image has one: $hasEntrypoint)",
    async (given) => {
      const { command, entrypoint, hasEntrypoint } = given;
      const pair = hasEntrypoint ? (["agent:entry-1", "agent:entry-2"] as const) : undefined;
      const options = ["--network", "none", ...(entrypoint === "none" ? [] : ["--entrypoint", entrypoint])];
      await expectCarried(options, undefined, { command, ...(pair ? { images: pair } : {}) });
    },
  );
});

/** An inspection without what names this very container, or is named by the engine. */
function comparable(container: Inspection): object {
  const { Id, Config, HostConfig, NetworkSettings, Mounts, Path, Args, Platform, AppArmorProfile } =
    container;
  const id = (text: string | undefined) => (text && Id.startsWith(text) ? "<id>" : text);
  const unnamed = /^[0-9a-f]{64}:/;
  return {
    Config: { ...Config, Hostname: id(Config.Hostname), Env: [...(Config.Env ?? [])].sort() },
    HostConfig: {
      ...HostConfig,
      Binds: HostConfig.Binds?.filter((bind) => !unnamed.test(bind)).sort(),
      Links:
        HostConfig.Links &&
        [...HostConfig.Links].map((link: string) => link.replace(container.Name, "<name>")),
      Mounts: HostConfig.Mounts?.map(({ Type, Target, ...mount }) =>
        Type === "volume" && (!mount.Source || unnamed.test(`${mount.Source}:`))
          ? { Type, Target }
          : { Type, Target, ...mount },
      ),
    },
    Networks: Object.fromEntries(
      Object.entries(NetworkSettings.Networks ?? {}).map(
        ([name, network]: [string, Docker.EndpointSettings]) => [
          name,
          {
            ...network,
            Aliases: (network.Aliases as string[] | null)?.map(id).sort(),
            DriverOpts: network.DriverOpts ?? {},
            IPAMConfig: network.IPAMConfig ?? {},
          },
        ],
      ),
    ),
    Mounts: Mounts.map(({ Type, Name, Source, Destination, RW, Propagation }) =>
      Name && unnamed.test(`${Name}:`)
        ? { Type, Destination, RW }
        : { Type, Name, Source, Destination, RW, Propagation },
    ).sort((a, b) => (a.Destination < b.Destination ? -1 : 1)),
    program: [Path, Args, Platform, AppArmorProfile],
  };
}
