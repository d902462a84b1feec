import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { done, preparedFleet } from "./prepared-fleet.ts";

const base = "scratch";

/** A fleet with everything rendered once, an image of the platform agent, and a secret. */
async function rendered(): Promise<FleetCopy & { at: { cwd: string } }> {
  const fleet = await preparedFleet("fleet-rendered-with-secret", async (made) => {
    await done(made, ["fetch"]);
    await done(made, ["config", "sync"]);
    await done(made, ["secret", "set", "FORGE_TOKEN"], "the-value-of-the-token");
    await done(made, ["render"]);
  });
  return { ...fleet, at: { cwd: fleet.root }, [Symbol.dispose]: fleet[Symbol.dispose] };
}

/** Every path below a directory with its content, mode and time. */
function pictureOf(directory: string): string {
  return (
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .sort()
      .map((path) => {
        const found = statSync(join(directory, path));
        const { mode, mtimeMs, size } = found;
        // A directory changes when SQLite's own files come and go in it.
        return found.isFile() ? `${path} ${mode} ${mtimeMs} ${size}` : `${path} ${mode}`;
      })
      // SQLite's own files beside the database come and go with every reader.
      .filter((line) => !/config\.db-(wal|shm) /.test(line))
      .join("\n")
  );
}

test("a dry run says what the run then does, and writes nothing: render and reconcile", async () => {
  using fleet = await rendered();
  const { at } = fleet;
  await done(fleet, ["config", "set", "system_prompt", "system", "Be brief."]);
  const before = pictureOf(fleet.root);
  const rehearsed = await identikitJson(["render", "--dry-run"], at);
  const queued = await identikitJson(["render", "--queued", "--dry-run"], at);
  expect(pictureOf(fleet.root)).toBe(before);
  const really = await identikitJson(["render"], at);
  const { dryRun, ...would } = rehearsed.json;
  expect(dryRun).toBe(true);
  expect(would).toEqual(really.json);
  expect(really.json.rendered).toBeGreaterThan(0);
  expect(queued.json.rendered).toBe(really.json.rendered);

  const prompt = fleet.path(".identikit/env/concierge/system-prompt.md");
  writeFileSync(prompt, "changed by somebody");
  const drifted = pictureOf(fleet.root);
  const planned = await identikitJson(["reconcile", "--repair", "--dry-run"], at);
  expect(pictureOf(fleet.root)).toBe(drifted);
  expect(planned).toMatchObject({ code: 2, json: { dryRun: true, drifted: 1, repaired: 0 } });
  expect(planned.json.planned).toMatchObject([{ agent: "concierge", written: ["system-prompt.md"] }]);
  expect((await identikitJson(["reconcile", "--repair"], at)).json).toMatchObject({ repaired: 1 });
});

test("a dry run of a first render names the files and the secrets, and makes no directory", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  await done(fleet, ["fetch"]);
  await done(fleet, ["config", "sync"]);
  const lacking = await identikitJson(["render", "--dry-run"], at);
  expect(lacking.json.error).toMatchObject({ code: "MISSING_SECRET" });
  await done(fleet, ["secret", "set", "FORGE_TOKEN"], "the-value-of-the-token");
  const rehearsed = await identikitJson(["render", "--dry-run"], at);
  expect(existsSync(fleet.path(".identikit/env"))).toBe(false);
  expect((await identikitJson(["secret", "log"], at)).json.accesses).toEqual([]);
  const really = await identikitJson(["render"], at);
  expect(rehearsed.json).toEqual({ ...really.json, dryRun: true });
});

test("a dry run of fetch, publish and promote writes nothing and says what would change", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  rmSync(fleet.path("identikit.lock"));
  const before = pictureOf(fleet.root);
  const fetched = await identikitJson(["fetch", "--dry-run"], at);
  expect(fetched).toMatchObject({ code: 0, json: { lockWritten: true, dryRun: true } });
  expect(fetched.json.templates[0].written.length).toBeGreaterThan(0);
  expect(pictureOf(fleet.root)).toBe(before);
  const really = await identikitJson(["fetch"], at);
  expect(fetched.json).toEqual({ ...really.json, dryRun: true });

  const bake = ["bake", "--template", "templates/platform-agent", "--base", base, "--to", "oci:images:baked"];
  await done(fleet, bake);
  const baked = pictureOf(fleet.root);
  const publish = ["publish", "--from", "oci:images:baked", "--to", "oci:published", "--tag", "v1"];
  const rehearsed = await identikitJson([...publish, "--dry-run"], at);
  expect(rehearsed).toMatchObject({ code: 0, json: { changed: true, dryRun: true, gated: true } });
  expect(pictureOf(fleet.root)).toBe(baked);
  const published = await identikitJson(publish, at);
  expect([published.json.digest, published.json.tags]).toEqual([rehearsed.json.digest, rehearsed.json.tags]);
  const promote = [
    "promote",
    "--from",
    `oci:published@${published.json.digest}`,
    "--to",
    "oci:published:production",
  ];
  const index = readFileSync(fleet.path("published/index.json"), "utf8");
  const planned = await identikitJson([...promote, "--dry-run"], at);
  expect(planned.json).toMatchObject({ changed: true, previousDigest: null, dryRun: true });
  expect(readFileSync(fleet.path("published/index.json"), "utf8")).toBe(index);
  const promoted = await identikitJson(promote, at);
  expect(promoted.json).toMatchObject({ digest: planned.json.digest, previousDigest: null });
});

/** Commands that only look, each on a repository that its user may read and not write. */
const reading: readonly (readonly [readonly string[], number])[] = [
  [["config", "show", "concierge"], 0],
  [["config", "list"], 0],
  [["config", "history"], 0],
  [["config", "plan", "a.bundle"], 0],
  [["secret", "list"], 0],
  [["secret", "log"], 0],
  [["secret", "log", "--verify"], 0],
  [["queue"], 0],
  // It says that the database cannot be written to, and all the rest.
  [["doctor"], 1],
  // Everybody may read the rendered files here, and that is drift.
  [["reconcile"], 2],
  [["render", "--dry-run"], 0],
  [["reconcile", "--repair", "--dry-run"], 2],
  [["gate", "--template", "templates/platform-agent", "--image", "oci:images:baked"], 0],
  [["fetch", "--dry-run"], 0],
];

test("commands that only look need no right to write", async () => {
  using fleet = await rendered();
  await done(fleet, ["config", "export", "--to", "a.bundle"]);
  await done(fleet, [
    "bake",
    "--template",
    "templates/platform-agent",
    "--base",
    base,
    "--to",
    "oci:images:baked",
  ]);
  // Read and search for all, write for nobody: as a volume that is mounted read-only.
  execFileSync("chmod", ["-R", "a+rX,a-w", fleet.root]);
  chmodSync(join(fleet.root, ".."), 0o555);
  const env = { IDENTIKIT_SECRET_KEYS: readFileSync(fleet.path(".identikit/secret.keys"), "utf8").trim() };
  const before = pictureOf(fleet.root);
  try {
    for (const [args, code] of reading) {
      const run = await identikit(args, { cwd: fleet.root, ordinary: true, env });
      expect(run.code, `${args.join(" ")}\n${run.stderr}${run.stdout}`).toBe(code);
      expect(pictureOf(fleet.root), args.join(" ")).toBe(before);
    }
  } finally {
    execFileSync("chmod", ["-R", "u+w", join(fleet.root, "..")]);
  }
});
