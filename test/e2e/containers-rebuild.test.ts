import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { AgentImages } from "../containers/agent-images.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const run = promisify(execFile);

requiresEngine("just")("containers-rebuild", () => {
  let engine: DockerEngine;
  let images: AgentImages;
  beforeAll(async () => {
    engine = await DockerEngine.start();
    images = new AgentImages(engine);
    images.build("agent:1", ["ENV PATH=/bin", "STOPSIGNAL SIGKILL", 'CMD ["/bin/sleep", "1000"]']);
    images.derive("agent:2", "agent:1", "ENV VERSION=2");
  });
  afterAll(() => engine?.[Symbol.asyncDispose]());

  /** A fleet whose settings say where the env directories are, rendered, with a container of its concierge. */
  async function runningFleet(): Promise<{ fleet: FleetCopy; envRoot: string; env: Record<string, string> }> {
    const fleet = copyFleet();
    const envRoot = join(scratchDirectory(), "srv/agents");
    const settings = fleet.path("identikit.yaml");
    writeFileSync(
      settings,
      `${readFileSync(settings, "utf8")}envRoot: ${envRoot}\ncontainers: { settleSeconds: 0.5 }\n`,
    );
    const env = { DOCKER_HOST: engine.host };
    const piped = await identikit(["pipeline"], { cwd: fleet.root, env });
    expect(piped.code, piped.stderr).toBe(0);
    images.publish("agent:1");
    const left = engine
      .docker("ps", "--all", "--quiet")
      .split("\n")
      .filter((id) => id !== "");
    if (left.length > 0) engine.docker("rm", "--force", ...left);
    engine.docker(
      ...["run", "-d", "--name", "concierge", "--label", "identikit.agent=concierge", "--network", "none"],
      ...["--volume", `${join(envRoot, "concierge")}:/env`, "agent:current"],
    );
    return { fleet, envRoot, env };
  }

  const just = (cwd: string, env: Readonly<Record<string, string>>, ...args: string[]) =>
    run(programPath("just") ?? "just", ["containers-rebuild", ...args], {
      cwd,
      env: {
        PATH: [join(house, "node_modules/.bin"), process.env.PATH].join(delimiter),
        HOME: process.env.HOME ?? "/",
        ...env,
      },
    });

  const listed = () => engine.docker("ps", "--all", "--format", "{{.ID}} {{.Names}} {{.Image}} {{.State}}");
  const imageOf = () => engine.docker("inspect", "--format", "{{.Image}}", "concierge").trim();

  test("rebuilds what reconcile finds, with the env root of the settings; a dry run says so and touches nothing", async () => {
    const { fleet, envRoot, env } = await runningFleet();
    using _ = fleet;
    const of = { cwd: fleet.root, env };
    expect(existsSync(fleet.path(".identikit/env"))).toBe(false);
    const old = imageOf();
    const image = images.publish("agent:2");
    const reconcile = () => identikitJson(["reconcile", "--containers"], of);
    expect(await reconcile()).toMatchObject({ code: 2, json: { findings: [{ code: "CONTAINER_IMAGE" }] } });

    const before = listed();
    const settings = join(envRoot, "concierge/settings.json");
    writeFileSync(settings, "{}\n");
    const planned = await identikitJson(["containers", "rebuild", "--dry-run"], of);
    expect(planned).toMatchObject({
      code: 0,
      json: { dryRun: true, containers: [{ container: "concierge", result: "planned", from: old, image }] },
    });
    expect(listed()).toBe(before);
    expect(readFileSync(settings, "utf8")).toBe("{}\n");

    // From this project's own checkout: its recipe, with the fleet that is meant.
    const { stdout } = await just(house, { ...env, IDENTIKIT_ROOT: fleet.root });
    expect(stdout).toContain("concierge (concierge) rebuilt");
    expect(imageOf()).toBe(image);
    expect(readFileSync(settings, "utf8")).toContain("enabledPlugins");
    expect(await reconcile()).toMatchObject({ code: 0, json: { result: "clean" } });
  });

  test("works from the fleet's own directory, where it is the recipe of the example", async () => {
    const { fleet, env } = await runningFleet();
    using _ = fleet;
    const image = images.publish("agent:2");
    // The example lies in this checkout, so that npx finds the command; its state goes to the copy.
    const recipe = readFileSync(join(house, "examples/fleet/justfile"), "utf8");
    expect(readFileSync(fleet.path("justfile"), "utf8")).toBe(recipe);
    const { stdout } = await run(
      programPath("just") ?? "just",
      [
        "--justfile",
        fleet.path("justfile"),
        "--working-directory",
        join(house, "examples/fleet"),
        "containers-rebuild",
        "concierge",
        "--root",
        fleet.root,
      ],
      {
        env: {
          PATH: [join(house, "node_modules/.bin"), process.env.PATH].join(delimiter),
          HOME: process.env.HOME ?? "/",
          ...env,
        },
      },
    );
    expect(stdout).toContain("concierge (concierge) rebuilt");
    expect(imageOf()).toBe(image);
  });

  test("a dry run names what a rebuild would refuse, and an agent without a container is an error in both", async () => {
    const { fleet, env } = await runningFleet();
    using _ = fleet;
    engine.docker("rm", "--force", "concierge");
    engine.docker(
      ...["run", "-d", "--name", "concierge", "--label", "identikit.agent=concierge", "--network", "none"],
      ...["--volume", `${fleet.path("config")}:/env`, "agent:current"],
    );
    const dry = (...more: string[]) =>
      identikitJson(["containers", "rebuild", "--dry-run", ...more], { cwd: fleet.root, env });
    expect(await dry()).toMatchObject({
      code: 1,
      json: { containers: [{ result: "refused" }], error: { code: "CONTAINER_ENV" } },
    });
    expect(await dry("reviewer-infra")).toMatchObject({
      code: 1,
      json: { error: { code: "CONTAINER_FAILED" } },
    });
  });
});
