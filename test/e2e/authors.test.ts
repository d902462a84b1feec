import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { house } from "../architecture/rooms.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

/** The package as npm would publish it, installed for all users of a prefix. */
function installedFromTarball(prefix: string): string {
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", prefix], {
      cwd: house,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  execFileSync("tar", ["-xzf", join(prefix, filename), "-C", prefix]);
  mkdirSync(join(prefix, "bin"));
  symlinkSync(join(prefix, "package/dist/identikit.js"), join(prefix, "bin/identikit"));
  return join(prefix, "bin");
}

const git = (cwd: string, ...args: string[]) => execFileSync("git", args, { cwd, encoding: "utf8" });

test("identikit init && npm start works in an empty directory, and git takes nothing of what it made", () => {
  const bin = installedFromTarball(scratchDirectory());
  const root = scratchDirectory();
  const env = {
    ...process.env,
    PATH: [bin, join(house, "node_modules/.bin"), process.env.PATH].join(delimiter),
  };
  const shell = (command: string) =>
    execFileSync("sh", ["-c", command], { cwd: root, env, encoding: "utf8" });
  const said = shell("identikit init --quiet && npm start --silent");
  expect(said).toContain("Done: every copy was made from its source");
  expect(existsSync(join(root, ".identikit/env/assistant/system-prompt.md"))).toBe(true);
  expect(shell("identikit validate")).toMatch(/^validate: clean/);
  expect(shell("identikit gate --dockerfile Dockerfile.assistant")).toMatch(/^gate: clean/);
  expect(shell("npm start --silent")).toContain("Nothing changed");
  // What the recipes of the justfile run, as just would run it.
  const justfile = readFileSync(join(root, "justfile"), "utf8");
  const recipes = new Map(
    [...justfile.matchAll(/^([a-z][a-z-]*)[^:\n]*:\n((?: {4}.*\n)+)/gm)].map(([, name, body = ""]) => [
      name,
      body,
    ]),
  );
  expect([...recipes.keys()]).toEqual(["default", "validate", "containers-rebuild"]);
  expect(shell(recipes.get("default") ?? "")).toContain("Nothing changed");
  // The program is the one on the path here, not one that npm would have to install.
  const recipe = (name: string) => (recipes.get(name) ?? "").replace("npx identikit", "identikit");
  expect(shell(recipe("validate"))).toContain("validate: clean");
  const help = recipe("containers-rebuild").replace("{{NAME}}", "--help");
  expect(shell(help)).toContain("identikit containers rebuild");

  // A second template, with the entries that the command gives.
  const next = shell("identikit new template scribe").split("\n");
  const [template, type, agent] = next.flatMap((line) => (line.startsWith("  {") ? [JSON.parse(line)] : []));
  const add = (file: string, entries: Readonly<Record<string, unknown>>) => {
    const value = JSON.parse(readFileSync(join(root, file), "utf8"));
    for (const [key, entry] of Object.entries(entries)) value[key].push(entry);
    writeFileSync(join(root, file), JSON.stringify(value));
  };
  add("manifest.json", { workspace_templates: template });
  add("agents.json", { types: type, agents: agent });
  expect(shell("npm start --silent")).toContain("Done: every copy was made from its source");
  expect(existsSync(join(root, ".identikit/env/scribe/system-prompt.md"))).toBe(true);
  expect(shell("identikit validate")).toMatch(/^validate: clean/);

  rmSync(join(root, ".gitignore"));
  git(root, "init", "--quiet");
  git(root, "add", "--all");
  const staged = git(root, "ls-files").split("\n");
  expect(staged).toContain("manifest.json");
  expect(staged.filter((path) => /\.identikit|\.tenant-bundle-deps|\.db|\.keys|\.claude/.test(path))).toEqual(
    [],
  );
});

test("the starter's workflow checks a pull request and ships what is merged, with the commands that it names", () => {
  const bin = installedFromTarball(scratchDirectory());
  const root = scratchDirectory();
  const env = {
    ...process.env,
    PATH: [bin, join(house, "node_modules/.bin"), process.env.PATH].join(delimiter),
  };
  const shell = (command: string, cwd: string, more: Readonly<Record<string, string>> = {}) =>
    execFileSync("sh", ["-c", command], { cwd, env: { ...env, ...more }, encoding: "utf8", stdio: "pipe" });
  shell("identikit init --quiet && npm start", root);
  const { jobs } = parse(readFileSync(join(root, ".github/workflows/identikit.yml"), "utf8"));
  const commit = (message: string) => {
    git(root, "add", "--all");
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", message);
    return git(root, "rev-parse", "HEAD").trim();
  };
  git(root, "init", "--quiet");
  const main = commit("as it was laid");
  /** Runs a job's commands besides the installation in a fresh checkout, on the Node that is here. */
  const run = (job: string) => {
    const checkout = join(scratchDirectory(), "checkout");
    git(root, "clone", "--quiet", root, checkout);
    const commands = jobs[job].steps
      .map((step: { run?: string }) => (step.run ?? "").replace("npx --yes --package node@24 -- ", ""))
      .filter((command: string) => command !== "" && command !== "npm install");
    return { checkout, said: commands.map((command: string) => shell(command, checkout, { MAIN: main })) };
  };
  expect(jobs.check.if).toContain("pull_request");
  expect(jobs.ship.if).toContain("push");

  const agents = readFileSync(join(root, "agents.json"), "utf8");
  const ada = '"agents": [{ "name": "ada", "type": "assistant" },';
  writeFileSync(join(root, "agents.json"), agents.replace('"agents": [', ada));
  commit("one more agent");
  const checked = run("check");
  expect(checked.said[0]).toContain("validate: clean");
  expect(checked.said[1]).toMatch(
    /check: (?!would not)[\s\S]*Dockerfile\.assistant[\s\S]*row agent ada: added/,
  );
  expect(existsSync(join(checked.checkout, ".identikit/env"))).toBe(false);
  const shipped = run("ship");
  expect(shipped.said[0]).toContain("Done:");
  expect(existsSync(join(shipped.checkout, ".identikit/env/ada/system-prompt.md"))).toBe(true);

  writeFileSync(join(root, "agents.json"), agents.replace('"type": "assistant"', '"type": "asistant"'));
  commit("a mistake");
  expect(() => run("check")).toThrow(/Command failed: .*npm run validate/);
  writeFileSync(join(root, "agents.json"), agents);
  writeFileSync(join(root, "Dockerfile.assistant"), "FROM scratch\n");
  commit("a Dockerfile that copies nothing");
  expect(() => run("check")).toThrow(/Command failed: .*npm run check/);
});

requires("actionlint")("the starter's workflow", () => {
  test("is one that actionlint has nothing against", async () => {
    const root = scratchDirectory();
    expect((await identikit(["init"], { cwd: root })).code).toBe(0);
    const file = join(root, ".github/workflows/identikit.yml");
    expect(execFileSync("actionlint", ["-no-color", file], { encoding: "utf8" })).toBe("");
  });
});

test("init keeps what is there, says what it would do, and refuses a repository", async () => {
  const cwd = scratchDirectory();
  writeFileSync(join(cwd, "README.md"), "mine");
  const dry = await identikitJson(["init", "--dry-run"], { cwd });
  expect(dry).toMatchObject({ code: 0, json: { kept: ["README.md"], dryRun: true } });
  expect(existsSync(join(cwd, "manifest.json"))).toBe(false);
  expect((await identikit(["init"], { cwd })).code).toBe(0);
  expect(readFileSync(join(cwd, "README.md"), "utf8")).toBe("mine");
  const again = await identikitJson(["init"], { cwd });
  expect(again).toMatchObject({ code: 1, json: { error: { code: "FILE_EXISTS" } } });
});

test("a new template is valid by itself, and is not laid over another", async () => {
  const cwd = scratchDirectory();
  expect((await identikit(["new", "template", "scribe"], { cwd })).code).toBe(0);
  const { code, json } = await identikitJson(["validate", "scribe"], { cwd });
  expect({ code, findings: json.findings }).toEqual({ code: 0, findings: [] });
  expect(json.checked).toMatchObject([{ kind: "template" }]);
  const again = await identikitJson(["new", "template", "scribe"], { cwd });
  expect(again).toMatchObject({ code: 1, json: { error: { code: "FILE_EXISTS" } } });
  const wrong = await identikitJson(["new", "template", "../scribe"], { cwd });
  expect(wrong).toMatchObject({ code: 64, json: { error: { code: "USAGE" } } });
});

const elsewhere = ["--database", "../config.db"];
const synced = [["fetch"], ["config", "sync", ...elsewhere]];
test.each([
  { first: ["secret", "set", "FORGE_TOKEN"], makes: ".identikit", input: "a value" },
  { first: ["secret", "keygen", "--to", ".identikit/secret.keys"], makes: ".identikit" },
  { first: ["config", "sync"], makes: ".identikit" },
  { first: ["fetch"], makes: ".tenant-bundle-deps" },
  { before: [["fetch"]], first: ["bake", "--to", "oci:.identikit/images:baked"], makes: ".identikit" },
  {
    before: synced,
    first: ["backup", "--to", ".identikit/saved/x.backup", ...elsewhere],
    makes: ".identikit",
  },
  {
    before: synced,
    first: ["config", "export", "--to", ".identikit/fleet.bundle", ...elsewhere],
    makes: ".identikit",
  },
  {
    before: synced,
    first: ["render", "--agent", "reviewer-infra", "--on-missing-secret", "skip", ...elsewhere],
    makes: ".identikit",
  },
])("whatever makes $makes first, git takes nothing of it: $first", async ({ first, makes, ...how }) => {
  using fleet = copyFleet("checkout");
  const { before, input } = { before: [], input: "", ...how };
  rmSync(fleet.path(".gitignore"), { force: true });
  for (const command of before) expect((await identikit(command, { cwd: fleet.root })).code).toBe(0);
  expect(existsSync(fleet.path(makes))).toBe(false);
  const { code, stderr } = await identikit(first, { cwd: fleet.root, input });
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(existsSync(fleet.path(makes))).toBe(true);
  git(fleet.root, "add", "--all");
  const taken = git(fleet.root, "ls-files").split("\n");
  expect(taken).toContain("manifest.json");
  expect(taken.filter((path) => /^\.(?:identikit|tenant-bundle-deps)\//.test(path))).toEqual([]);
});

test("validate and doctor find a key that git tracks, and say how to take it out", async () => {
  using fleet = copyFleet("checkout");
  mkdirSync(fleet.path(".identikit"));
  writeFileSync(fleet.path(".identikit/secret.keys"), "local-1:AAAA\n");
  git(fleet.root, "add", "--force", ".identikit/secret.keys");
  const { code, json } = await identikitJson(["validate"], { cwd: fleet.root });
  expect(code).toBe(2);
  expect(json.findings).toMatchObject([
    { code: "KEY_TRACKED", location: { file: ".identikit/secret.keys" } },
  ]);
  expect(json.findings[0].remedy).toContain("git rm -r --cached -- .identikit");
  expect(json.findings[0].remedy).toContain("secret rotate");
  const doctor = await identikit(["doctor"], { cwd: fleet.root });
  expect(doctor.stdout).toContain("git rm -r --cached -- .identikit");
});

test("validate and doctor find a database and fetched copies that git tracks, and say how to take them out", async () => {
  using fleet = copyFleet("checkout");
  mkdirSync(fleet.path(".identikit"));
  writeFileSync(fleet.path(".identikit/config.db"), "");
  mkdirSync(fleet.path(".tenant-bundle-deps/a"), { recursive: true });
  for (const name of ["b.md", "c.md"]) writeFileSync(fleet.path(".tenant-bundle-deps/a", name), "x");
  git(fleet.root, "add", "--force", ".identikit", ".tenant-bundle-deps");
  const { code, json } = await identikitJson(["validate"], { cwd: fleet.root });
  expect(code).toBe(2);
  const found = (path: string, problem: string) => ({
    code: "STATE_TRACKED",
    path,
    problem,
    remedy: `Run: git rm -r --cached -- ${path}, commit that, and ignore it in .gitignore.`,
  });
  const findings = [
    found(".identikit", "git tracks 1 file of .identikit"),
    found(".tenant-bundle-deps", "git tracks 2 files of .tenant-bundle-deps"),
  ];
  expect(json.findings).toMatchObject(findings);
  const doctor = await identikit(["doctor"], { cwd: fleet.root });
  expect(doctor.stdout).toContain("git tracks 1 file of .identikit, and .tenant-bundle-deps");
  expect(doctor.stdout).toContain("git rm -r --cached -- .identikit");
  git(fleet.root, "rm", "-r", "--force", "--quiet", "--cached", "--", ".identikit", ".tenant-bundle-deps");
  expect(await identikitJson(["validate"], { cwd: fleet.root })).toMatchObject({
    code: 0,
    json: { findings: [] },
  });
});

test("a fetch that fails says so in one line a template", async () => {
  using fleet = copyFleet();
  rmSync(fleet.path("templates/reviewer"), { recursive: true });
  const one = await identikit(["fetch", "reviewer"], { cwd: fleet.root });
  expect(one.stdout).toBe("");
  expect(one.stderr.trimEnd().split("\n")).toHaveLength(1);
  rmSync(fleet.path("templates/platform-agent"), { recursive: true });
  const two = await identikit(["fetch", "reviewer", "platform-agent"], { cwd: fleet.root });
  const lines = two.stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/^error SOURCE_NOT_FOUND: /);
  const chain = await identikit(["pipeline", "--quiet"], { cwd: fleet.root });
  expect(chain).toMatchObject({ code: 1 });
  expect(chain.stderr.trimEnd().split("\n")).toHaveLength(2);
});

test.each([
  { env: {}, coloured: false },
  { env: { NO_COLOR: "1" }, coloured: false },
  { env: { FORCE_COLOR: "1" }, coloured: true },
])(
  "validate --watch checks again after a change, until it is stopped; into a pipe with $env: coloured $coloured",
  async ({ env, coloured }) => {
    using fleet = copyFleet();
    const args = [join(house, "dist/identikit.js"), "validate", "--watch"];
    const child = spawn(process.execPath, args, {
      cwd: fleet.root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
    const until = async (text: string) => {
      for (let waited = 0; !said.includes(text) && waited < 30_000; waited += 50) await wait(50);
      expect(said).toContain(text);
    };
    try {
      await until(coloured ? "\u001b[32mclean\u001b[39m" : "validate: clean");
      writeFileSync(fleet.path("identikit.yaml"), "versoin: 1\n");
      await until('did you mean "version"?');
    } finally {
      child.kill("SIGTERM");
    }
    expect(await ended).toBe(2);
    expect(said.includes("\u001b")).toBe(coloured);
  },
);
