import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { AgentImages } from "../containers/agent-images.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { testArchiveServer } from "../template/archive-server.ts";
import { commitAll, copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const marker =
  "identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template";
const token = "boot-token-4711-of-the-test";

/** The agent of these tests: it says with what it was started. */
const agent = 'cat "$IDENTIKIT_IDENTITY/prompts/concierge.md"; env; exit 7';

/** A fleet whose concierge comes from a server, and the concierge's own repository. */
function hostedFleet() {
  const fleet = copyFleet();
  const template = join(scratchDirectory(), "concierge");
  execFileSync("cp", ["-r", fleet.path("templates/platform-agent"), template]);
  commitAll(template, "The concierge");
  const entry = { name: "platform-agent", repo: "acme/concierge" };
  writeFiles(fleet.root, { "manifest.json": JSON.stringify({ version: 1, workspace_templates: [entry] }) });
  rmSync(fleet.path("identikit.lock"));
  return { fleet, template };
}

requiresEngine()("an agent's start in a container", () => {
  let engine: DockerEngine;
  beforeAll(async () => {
    engine = await DockerEngine.start();
    new AgentImages(engine).build("agent:base", ["ENV PATH=/opt/identikit/bin:/bin"]);
    const args = ["bake", "--template", "templates/platform-agent", "--base", "docker-daemon:agent:base"];
    const baked = await identikit([...args, "--to", "docker-daemon:agent:baked", "--ancestors", "read"], {
      cwd: join(house, "examples/fleet"),
      env: { DOCKER_HOST: engine.host },
    });
    expect(baked.stderr + baked.stdout).toContain("agent:baked");
  });
  afterAll(() => engine?.[Symbol.asyncDispose]());

  /** Runs the shipped entry point in the image, with what a fleet's image would have installed mounted into it. */
  async function start(
    root: string,
    volume: string | undefined,
    given: { readonly env?: Readonly<Record<string, string>>; readonly secrets?: string } = {},
  ) {
    const installed = scratchDirectory();
    const wrapper = '#!/bin/sh\nexec /opt/node/node /opt/dist/identikit.js "$@"\n';
    mkdirSync(join(installed, "bin"));
    writeFileSync(join(installed, "bin/identikit"), wrapper, { mode: 0o755 });
    const mounts = [
      ...["/lib", "/lib64", "/usr/lib"].map((path) => `${path}:${path}:ro`),
      `${dirname(process.execPath)}:/opt/node:ro`,
      `${join(house, "dist")}:/opt/dist:ro`,
      `${installed}:/opt/identikit:ro`,
      `${join(house, "deploy")}:/opt/deploy:ro`,
      `${root}:/fleet`,
      ...(volume === undefined ? [] : [`${volume}:/configs`]),
      ...(given.secrets === undefined ? [] : [`${given.secrets}:/run/secrets:ro`]),
    ];
    const env = {
      IDENTIKIT_TEMPLATE: "platform-agent",
      IDENTIKIT_ROOT: "/fleet",
      HOME: "/tmp",
      ...given.env,
    };
    const child = spawn(
      "docker",
      [
        ...["run", "--rm", "--network", "host", "--entrypoint", "/opt/deploy/agent-entrypoint"],
        ...mounts.flatMap((mount) => ["--volume", mount]),
        ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
        ...["agent:baked", "sh", "-c", agent],
      ],
      { env: { ...process.env, DOCKER_HOST: engine.host } },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (bytes) => (stdout += bytes));
    child.stderr.on("data", (bytes) => (stderr += bytes));
    const [code] = await once(child, "close");
    return { code, stdout, stderr };
  }

  test("without token and volume it starts with the identity of its image, and the marker's line is in the log", async () => {
    const { fleet } = hostedFleet();
    using _ = fleet;
    const { code, stdout, stderr } = await start(fleet.root, undefined);
    expect(stderr).toContain(`there is no volume at /configs: ${marker}`);
    expect(stderr).toContain("NO_FETCHER");
    expect(stdout).toContain("IDENTIKIT_IDENTITY=/opt/molecule-platform-agent-template/");
    expect(stdout).toContain(
      readFileSync(fleet.path("templates/platform-agent/prompts/concierge.md"), "utf8"),
    );
    expect(code).toBe(7);
  });

  test("a volume of an earlier delivery keeps its skills without a token, and with one it is what the template says", async () => {
    const { fleet, template } = hostedFleet();
    using _ = fleet;
    const server = await testArchiveServer({ "acme/concierge": template });
    server.token = token;
    const volume = scratchDirectory();
    const secrets = writeFiles(scratchDirectory(), { IDENTIKIT_TEMPLATE_TOKEN: `${token}\n` });
    const connected = { IDENTIKIT_GITEA_URL: server.origin };

    const first = await start(fleet.root, volume, { env: connected, secrets });
    expect(first.stderr).toContain("starts with the identity on /configs, delivered now");
    expect(first.code).toBe(7);
    const skills = readdirSync(join(volume, "agent-skills"));
    expect(skills).toContain("triage-request");

    writeFiles(volume, { "MEMORY.md": "what the agent learned" });
    const alone = await start(fleet.root, volume);
    expect(alone.stderr).toContain("starts with the identity on /configs, delivered earlier at ");
    expect(alone.stderr).not.toContain(marker);
    expect(alone.stdout).toContain("IDENTIKIT_IDENTITY=/configs");
    expect(readdirSync(join(volume, "agent-skills"))).toEqual(skills);

    writeFiles(template, { "agent-skills/new/SKILL.md": "---\nname: new\ndescription: New.\n---\n" });
    commitAll(template, "A new skill");
    const again = await start(fleet.root, volume, { env: connected, secrets });
    expect(again.stderr).toContain("delivered now");
    expect(readdirSync(join(volume, "agent-skills"))).toContain("new");
    expect(readFileSync(join(volume, "MEMORY.md"), "utf8")).toBe("what the agent learned");
    for (const { stdout, stderr } of [first, alone, again]) expect(stdout + stderr).not.toContain(token);
  });

  test("a server that refuses the token stops the start, whatever the volume and the image hold", async () => {
    const { fleet, template } = hostedFleet();
    using _ = fleet;
    const server = await testArchiveServer({ "acme/concierge": template });
    server.token = "another";
    const secrets = writeFiles(scratchDirectory(), { IDENTIKIT_TEMPLATE_TOKEN: token });
    const { code, stdout, stderr } = await start(fleet.root, scratchDirectory(), {
      env: { IDENTIKIT_GITEA_URL: server.origin },
      secrets,
    });
    expect(stderr).toContain("SOURCE_DENIED");
    expect(stdout).toBe("");
    expect(code).toBe(1);
  });
});

test("a token that was not given for the start is not read, and reaches neither the start nor the agent", async () => {
  const { fleet, template } = hostedFleet();
  using _ = fleet;
  const server = await testArchiveServer({ "acme/concierge": template });
  server.token = token;
  const env = { IDENTIKIT_GITEA_URL: server.origin, IDENTIKIT_TEMPLATE_TOKEN: token };
  const volume = join(scratchDirectory(), "volume");
  const boot = (...more: string[]) =>
    identikit(["boot", "platform-agent", "--volume", volume, ...more], { cwd: fleet.root, env });
  const unnamed = await boot("--", "sh", "-c", agent);
  expect(unnamed.stderr).toContain("IDENTIKIT_TEMPLATE_TOKEN is set and was not given");
  expect(unnamed.stderr).toContain("SOURCE_DENIED");
  expect(unnamed.code).toBe(1);
  expect(existsSync(volume)).toBe(false);
  const named = await boot("--secret-variable", "IDENTIKIT_TEMPLATE_TOKEN", "--", "sh", "-c", agent);
  expect(named.code).toBe(7);
  expect(named.stdout).toContain("IDENTIKIT_IDENTITY=");
  expect(named.stdout + named.stderr).not.toContain(token);
});

test("its own env directory is rendered with the bootstrap secrets, and the agent is told where it is", async () => {
  using fleet = copyFleet();
  for (const step of [
    ["fetch", "--all"],
    ["config", "sync"],
  ])
    expect((await identikit(step, { cwd: fleet.root })).code).toBe(0);
  const secrets = writeFiles(scratchDirectory(), { IDENTIKIT_SECRET_FORGE_TOKEN: "forge-value-0815" });
  const args = ["boot", "platform-agent", "--volume", fleet.path("volume"), "--agent", "concierge"];
  const boot = (...more: string[]) => identikit([...args, ...more], { cwd: fleet.root });

  const bare = await boot("--", "true");
  expect(bare.stderr).toContain("MISSING_SECRET");
  expect(bare.code).toBe(1);

  const print = 'cat "$IDENTIKIT_ENV_DIRECTORY/.claude.json"; env';
  const whole = await boot("--secrets", secrets, "--", "sh", "-c", print);
  expect(whole.code).toBe(0);
  expect(whole.stdout).toContain("forge-value-0815");
  expect(whole.stdout).not.toContain("IDENTIKIT_SECRET_FORGE_TOKEN");

  const later = await boot("--", "sh", "-c", "exit 0");
  expect(later.stderr).toContain("concierge skipped: MISSING_SECRET");
  expect(later.code).toBe(0);
});

test("the program takes the process's place: its signals and its exit code are the process's", async () => {
  using fleet = copyFleet();
  const args = ["boot", "platform-agent", "--volume", fleet.path("volume"), "--", "sh", "-c"];
  const script = 'trap "echo told; exit 9" TERM; echo "I am $$"; while :; do sleep 0.1; done';
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), ...args, script], {
    cwd: fleet.root,
  });
  let stdout = "";
  child.stdout.on("data", (bytes) => {
    stdout += bytes;
  });
  child.stdout.once("data", () => child.kill("SIGTERM"));
  const [code] = await once(child, "close");
  expect(stdout).toBe(`I am ${child.pid}\ntold\n`);
  expect(code).toBe(9);
});

test("what it cannot start, or cannot take as a secret, is said before anything is touched", async () => {
  using fleet = copyFleet();
  const volume = fleet.path("volume");
  const boot = async (...more: string[]) => {
    const { code, stderr } = await identikit(["boot", "platform-agent", "--volume", volume, ...more], {
      cwd: fleet.root,
    });
    expect(existsSync(volume)).toBe(false);
    return `${code} ${stderr}`;
  };
  const text = writeFiles(scratchDirectory(), { plain: "no program" });
  execFileSync("chmod", ["+x", join(text, "plain")]);
  expect(await boot("--", "no-such-agent")).toMatch(/^1 .*PROGRAM_MISSING/);
  expect(await boot("--", join(text, "plain"))).toMatch(/^1 .*PROGRAM_MISSING/);
  expect(await boot("--secrets", text)).toMatch(/^1 .*BOOTSTRAP_INVALID.*plain/);
  expect(await boot("--secret-variable", "DATABASE_URL")).toMatch(/^1 .*BOOTSTRAP_INVALID.*DATABASE_URL/);
  expect(await boot("--json", "--", "true")).toMatch(/^64 /);
  const outside = scratchDirectory();
  execFileSync("ln", ["-s", join(text, "plain"), join(outside, "IDENTIKIT_TEMPLATE_TOKEN")]);
  expect(await boot("--secrets", outside)).toMatch(/^1 .*PATH_ESCAPES/);
});

test("another agent's identity is nobody's last resort", async () => {
  const { fleet } = hostedFleet();
  using _ = fleet;
  const baked = writeFiles(scratchDirectory(), { "config.yaml": "name: x\n" });
  const boot = (name: string, volume: string) =>
    identikitJson(["boot", name, "--volume", volume, "--identity", baked], { cwd: fleet.root });
  const entries = ["platform-agent", "other"].map((name) => ({ name, repo: `acme/${name}` }));
  writeFiles(fleet.root, { "manifest.json": JSON.stringify({ version: 1, workspace_templates: entries }) });
  const none = await boot("other", join(baked, "none"));
  expect(none).toMatchObject({ code: 1, json: { error: { code: "IDENTITY_MISSING" } } });
  expect(none.json.error.message).toContain("that of platform-agent, not of other");
  const unmarked = await boot("platform-agent", join(baked, "none"));
  expect(unmarked.json.error).toMatchObject({ code: "IDENTITY_MISSING" });

  const volume = writeFiles(scratchDirectory(), { "config.yaml": "name: x\n" });
  const ledger = { version: 1, source: "x", commit: null, treeDigest: `sha256:${"0".repeat(64)}`, files: [] };
  const holding = (template: string, complete: boolean) =>
    writeFiles(volume, { ".identikit/delivery.json": JSON.stringify({ ...ledger, template, complete }) });
  holding("other", true);
  expect(await boot("other", volume)).toMatchObject({ code: 0, json: { identity: { from: "volume" } } });
  expect((await boot("platform-agent", volume)).json.error.message).toContain("holds the template other");
  holding("other", false);
  expect((await boot("other", volume)).json.error.message).toContain("was cut off");
});

requires("shellcheck")("the shipped entry point", () => {
  test("has nothing that shellcheck finds", () => {
    execFileSync("shellcheck", [join(house, "deploy/agent-entrypoint")]);
  });
});

requires("systemd-analyze")("the shipped unit", () => {
  test("is one that systemd takes", () => {
    const directory = scratchDirectory();
    const unit = readFileSync(join(house, "deploy/identikit-agent@.service"), "utf8");
    // Verified are the directives; the program is not installed here.
    const local = unit.replace("/usr/lib/identikit/agent-entrypoint", join(house, "deploy/agent-entrypoint"));
    writeFiles(directory, { "identikit-agent@concierge.service": local });
    const unitFile = join(directory, "identikit-agent@concierge.service");
    const said = execFileSync("sh", ["-c", `systemd-analyze verify --man=no "${unitFile}" 2>&1`], {
      encoding: "utf8",
    });
    expect(said.split("\n").filter((line) => line.includes("identikit-agent@"))).toEqual([]);
  });
});
