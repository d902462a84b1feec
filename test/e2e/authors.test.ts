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
