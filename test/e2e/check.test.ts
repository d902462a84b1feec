import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";
import { MemoryRegistry } from "../services/memory-registry.ts";
import { commitAll, copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

const concierge = "templates/platform-agent/prompts/concierge.md";

let fleet: FleetCopy;
beforeEach(() => {
  fleet = copyFleet("checkout");
});
afterEach(() => fleet[Symbol.dispose]());

const check = (...more: string[]) => identikitJson(["check", ...more], { cwd: fleet.root });

/** Edits a prompt the way a pull request does: with the lock that says so. */
async function editPrompt(text = "Speak plainly.\n"): Promise<void> {
  appendFileSync(fleet.path(concierge), text);
  await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
  for (const made of [".identikit", ".tenant-bundle-deps"])
    rmSync(fleet.path(made), { recursive: true, force: true });
}

test("a repository that follows the conventions is checked without any option, and nothing is written to it", async () => {
  const before = readFileSync(fleet.path("identikit.lock"), "utf8");
  const { code, json } = await check();
  expect(code).toBe(0);
  expect(json).toMatchObject({ result: "clean", candidateDigest: expect.stringMatching(/^sha256:/) });
  const { stdout } = await identikit(["check"], { cwd: fleet.root });
  expect(stdout).toContain("not there yet: first use");
  expect(stdout).toContain("rows and agents are not compared");
  expect(readFileSync(fleet.path("identikit.lock"), "utf8")).toBe(before);
  expect(() => readFileSync(fleet.path(".identikit"))).toThrow(/ENOENT/);
  expect(() => readFileSync(fleet.path(".tenant-bundle-deps"))).toThrow(/ENOENT/);
});

test("before the first use every identity file is new, and nothing of that is red", async () => {
  const { json } = await check();
  expect(json.changes.identityFiles).toHaveLength(5);
  expect(json.changes.identityFiles).toContainEqual(
    expect.objectContaining({ path: "prompts/concierge.md", change: "added" }),
  );
  expect(json.changes).toMatchObject({ agents: [], rows: [], rowCount: null });
});

test("an edited prompt is green, says what changes for whom, and its candidate is what main then publishes", async () => {
  await identikit(["pipeline"], { cwd: fleet.root });
  appendFileSync(fleet.path(concierge), "Speak plainly.\n");
  await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
  const { code, json } = await check();
  expect(code).toBe(0);
  expect(json.result).toBe("clean");
  expect(json.changes).toMatchObject({
    identityFiles: [
      { path: "prompts/concierge.md", change: "changed", image: "oci:.identikit/images:baked" },
    ],
    agents: ["concierge"],
    rows: [{ kind: "change", table: "system_prompt", key: "builtin concierge" }],
    rowCount: 1,
  });
  const published = await identikitJson(["pipeline"], { cwd: fleet.root });
  expect(published.json.digest).toBe(json.candidateDigest);
  const after = await check();
  expect(after.json.changes).toMatchObject({ identityFiles: [], agents: [], rows: [], rowCount: 0 });
});

test("an edited prompt whose lock was left behind is exit 2 at the lock's line, and still says what changes", async () => {
  appendFileSync(fleet.path(concierge), "Speak plainly.\n");
  const { code, json } = await check("--main", "HEAD");
  expect(code).toBe(2);
  expect(json.findings).toMatchObject([
    {
      code: "LOCK_MISMATCH",
      severity: "error",
      location: { file: "identikit.lock", line: expect.any(Number) },
    },
  ]);
  expect(json.findings[0].remedy).toContain("identikit fetch --update-lock");
  expect(json.changes.agents).toEqual(["concierge"]);
});

test("rows are compared with the commit that is merged into, and a shallow clone without it is said and not red", async () => {
  await editPrompt();
  const { code, json } = await check("--main", "HEAD");
  expect(code).toBe(0);
  expect(json.changes).toMatchObject({ agents: ["concierge"], rowCount: 1 });
  const shallow = await identikit(["check", "--main", "0".repeat(40)], { cwd: fleet.root });
  expect(shallow.code).toBe(0);
  expect(shallow.stdout).toContain("fetch-depth: 0");
});

test("rows are compared with the bundle of main, and with a database, which is only read", async () => {
  await identikit(["pipeline"], { cwd: fleet.root });
  const bundle = join(scratchDirectory(), "main.bundle");
  cpSync(fleet.path(".identikit/config.bundle"), bundle);
  const database = join(scratchDirectory(), "main.db");
  cpSync(fleet.path(".identikit/config.db"), database);
  const before = readFileSync(database);
  await editPrompt();
  for (const named of [
    ["--bundle", bundle],
    ["--database", database],
  ]) {
    const { code, json } = await check(...named);
    expect(code).toBe(0);
    expect(json.changes).toMatchObject({ agents: ["concierge"], rowCount: 1 });
  }
  expect(readFileSync(database)).toEqual(before);
});

test("a database that is named and cannot be reached is exit 1: its plan could not be made", async () => {
  const { code, json } = await check("--database", "postgres://nobody@127.0.0.1:1/none");
  expect(code).toBe(1);
  expect(json.result).toBe("unverified");
});

test("where one tag was moved and another was not, each says its own changes", async () => {
  const [staging, production] = ["staging", "production"].map((tag) => `oci:${fleet.path("images")}:${tag}`);
  const bake = (to = "") =>
    identikit(["bake", "--template", "templates/platform-agent", "--to", to], { cwd: fleet.root });
  await bake(production);
  await editPrompt("Once.\n");
  await bake(staging);
  const { code, json } = await check("--published", `${staging}`, "--published", `${production}`);
  expect(code).toBe(0);
  expect(json.changes.identityFiles).toEqual([
    { path: "prompts/concierge.md", change: "changed", image: production },
  ]);
});

test("a published image that cannot be read is a warning: what is in use decides nothing about the change", async () => {
  const { code, json } = await check("--published", "docker://127.0.0.1:1/a/b:c", "--retry-for", "0");
  expect(code).toBe(0);
  expect(json.findings).toMatchObject([{ code: "REGISTRY_UNREACHABLE", severity: "warning" }]);
});

test("a base that cannot be read is exit 1, also where something else is proven wrong", async () => {
  const base = ["--base", "docker://127.0.0.1:1/a/b:c", "--retry-for", "0"];
  expect(await check(...base)).toMatchObject({ code: 1, json: { result: "unverified" } });
  appendFileSync(fleet.path(concierge), "Not in the lock.\n");
  const both = await check(...base);
  expect(both.code).toBe(1);
  const severities = both.json.findings.map(({ severity }: { severity: string }) => severity);
  expect(severities.sort()).toEqual(["error", "unverified"]);
});

test("a mistake in a file of the repository is exit 2, said once, at its line", async () => {
  const agents = readFileSync(fleet.path("agents.json"), "utf8");
  writeFileSync(fleet.path("agents.json"), agents.replace(/"type": "[^"]*"/, '"type": "no-such-type"'));
  const { code, json } = await check();
  expect(code).toBe(2);
  const errors = json.findings.filter(({ severity }: { severity: string }) => severity === "error");
  expect(errors).toHaveLength(1);
  expect(errors[0].location).toMatchObject({ file: "agents.json", line: expect.any(Number) });
});

test("settings that cannot be read are exit 2, and no internal error", async () => {
  writeFileSync(fleet.path("identikit.yaml"), "version: 1\nimage: {bass: x}\n");
  const { code, json } = await check();
  expect(code).toBe(2);
  expect(json.findings).toMatchObject([
    { code: "SETTINGS_INVALID", location: { file: "identikit.yaml", line: 2 } },
  ]);
});

test("a Dockerfile that leaves a file out is exit 2, at its line", async () => {
  const text = readFileSync(join(house, "Dockerfile.platform-agent"), "utf8");
  writeFileSync(fleet.path("Dockerfile.platform-agent"), text);
  await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
  expect(await check()).toMatchObject({ code: 0 });
  writeFileSync(fleet.path("Dockerfile.platform-agent"), text.replace(/@identity\/ /, "/config.yaml "));
  const { code, json } = await check();
  expect(code).toBe(2);
  expect(json.findings[0]).toMatchObject({
    code: "DOCKERFILE_NOT_COPIED",
    location: { file: "Dockerfile.platform-agent", line: expect.any(Number) },
  });
});

test("a commit that is newer than the lock is a warning, and the locked one is what is checked", async () => {
  const template = join(scratchDirectory(), "platform-agent");
  cpSync(fleet.path("templates/platform-agent"), template, { recursive: true });
  commitAll(template, "first");
  const manifest = readFileSync(fleet.path("manifest.json"), "utf8");
  const entry = `"repo": "file://${template}", "ref": "main"`;
  writeFileSync(fleet.path("manifest.json"), manifest.replace('"repo": "./templates/platform-agent"', entry));
  await identikit(["fetch", "--all", "--update-lock"], { cwd: fleet.root });
  const before = await check();
  appendFileSync(join(template, "prompts/concierge.md"), "Newer.\n");
  commitAll(template, "second");
  const { code, json } = await check();
  expect(code).toBe(0);
  expect(json.candidateDigest).toBe(before.json.candidateDigest);
  expect(json.findings).toMatchObject([
    {
      code: "LOCK_BEHIND",
      severity: "warning",
      location: { file: "manifest.json", line: expect.any(Number) },
    },
  ]);
});

test("base and images in use of the settings need no option", async () => {
  const base = `oci:${fleet.path("images")}:base`;
  await identikit(
    ["bake", "--template", "templates/reviewer", "--name", "reviewer", "--to", base, "--skip-gate"],
    {
      cwd: fleet.root,
    },
  );
  appendFileSync(
    fleet.path("identikit.yaml"),
    `image:\n  base: ${base}\n  published: ["oci:${fleet.path("images")}:none"]\n  source: https://forge.example/acme/fleet\n`,
  );
  const { code, stdout } = await identikit(["check"], { cwd: fleet.root });
  expect(code).toBe(0);
  expect(stdout).toContain(`on ${base}`);
  expect(stdout).toContain("images:none is not there yet: first use");
});

test("of the base only manifest and config are read, and nothing is pushed", async () => {
  await using registry = await MemoryRegistry.start();
  const base = `docker://${registry.host}/acme/base:1`;
  const to = ["--template", "templates/reviewer", "--name", "reviewer", "--to", base, "--skip-gate"];
  expect((await identikit(["bake", ...to], { cwd: fleet.root })).code).toBe(0);
  const [layer] = (await identikitJson(["bake", ...to], { cwd: fleet.root })).json.layerDigest.split(" ");
  const before = registry.arrivals.length;
  const { code, json } = await check("--base", base, "--published", `docker://${registry.host}/acme/none:1`);
  expect(code).toBe(0);
  expect(json.result).toBe("clean");
  const asked = registry.arrivals.slice(before);
  expect(asked.filter(({ method }) => method !== "GET" && method !== "HEAD")).toEqual([]);
  expect(asked.some(({ path }) => path.includes("/manifests/1"))).toBe(true);
  expect(asked.some(({ path }) => path.includes(layer))).toBe(false);
});
