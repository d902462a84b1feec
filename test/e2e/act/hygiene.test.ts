import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { house } from "../../architecture/rooms.ts";
import { programPath, requires } from "../../requirement.ts";

const folder = join(house, ".gitea/workflows");
const files = readdirSync(folder).sort();
/** What only GitHub can do, since it takes an identity of the job's own: publish with provenance. */
const githubRelease = join(house, ".github/workflows/release.yml");

const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  concurrency: z.looseObject({ group: z.string(), "cancel-in-progress": z.unknown() }),
  jobs: z.record(z.string(), z.looseObject({ "timeout-minutes": z.int().max(60), steps: z.array(step) })),
});

function read(file: string): z.infer<typeof workflow> {
  return workflow.parse(parse(readFileSync(join(folder, file), "utf8")));
}

requires("actionlint")("the workflows", () => {
  test("actionlint finds nothing", () => {
    const paths = [...files.map((file) => join(folder, file)), githubRelease];
    const found = execFileSync(programPath("actionlint") ?? "actionlint", paths, { encoding: "utf8" });
    expect(found).toBe("");
  });
});

test.each(["gitea", "github"])("the examples for %s are sound, and run our actions by a commit", (host) => {
  const place = join(house, "examples/workflows", host);
  const paths = readdirSync(place).map((file) => join(place, file));
  expect(paths.length).toBeGreaterThan(4);
  const found = execFileSync(
    programPath("actionlint") ?? "actionlint",
    ["-ignore", '^specifying action "https://', ...paths],
    {
      encoding: "utf8",
    },
  );
  expect(found).toBe("");
  for (const path of paths) {
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain("./actions/");
    const { permissions } = workflow.parse(parse(text));
    if (host === "github") expect(permissions.contents).toBe("read");
    for (const [, ref] of text.matchAll(/uses: \S+@(\S+)/g)) expect(ref).toMatch(/^[0-9a-f]{40}$/);
  }
});

test("a release on GitHub publishes with provenance, by an identity of the job and with no stored token", () => {
  const text = readFileSync(githubRelease, "utf8");
  const { permissions, jobs } = workflow.parse(parse(text));
  expect(permissions).toEqual({ contents: "read" });
  for (const job of ["package", "image"]) {
    expect(jobs[job]).toMatchObject({
      needs: "check",
      environment: "release",
      permissions: { "id-token": "write" },
    });
  }
  expect(text).toContain("npm publish --provenance");
  expect(text).toContain("--provenance=mode=max");
  expect(text).not.toMatch(/secrets\./);
});

const state = ["DATABASE_URL", "IDENTIKIT_SECRET_KEYS"];
const writing = [...state, "IDENTIKIT_WRITE_TOKEN"];

test.each(["gitea", "github"])("each job of a run on %s gets its own secrets and no other's", (host) => {
  const given = ["dispatch-agent", "write-back-due"].map((name) => {
    const { jobs } = workflow.parse(
      parse(readFileSync(join(house, "examples/workflows", host, `${name}.yml`), "utf8")),
    );
    const named = Object.entries(jobs).map(([job, content]) => {
      const secrets = [...JSON.stringify(content).matchAll(/secrets\.(\w+)/g)].map(([, one = ""]) => one);
      return [job, [...new Set(secrets)].sort()];
    });
    return [name, Object.fromEntries(named)];
  });
  expect(Object.fromEntries(given)).toEqual({
    "dispatch-agent": {
      dispatch: ["DATABASE_URL", "IDENTIKIT_HOST_TOKEN", "IDENTIKIT_SECRET_KEYS"],
      run: ["IDENTIKIT_POOL_KEY"],
      "write-back": writing,
      approved: writing,
    },
    "write-back-due": { "write-back": writing },
  });
  const text = readFileSync(join(house, "examples/workflows", host, "dispatch-agent.yml"), "utf8");
  expect(workflow.parse(parse(text)).jobs.run).toMatchObject({ permissions: { contents: "read" } });
  // Secrets are named one by one: a name that is put together would give the job all of them.
  expect(text).not.toMatch(/secrets\s*\[|toJSON\(secrets|secrets: inherit/i);
});

test.each(files)("%s has least permissions, a concurrency group and time-outs", (file) => {
  const { permissions } = read(file);
  const writes = Object.keys(permissions).filter((name) => permissions[name] === "write");
  const needed: Readonly<Record<string, string[]>> = {
    "check.yml": ["contents", "pull-requests"],
    "deliver-template.yml": ["contents"],
    "drift-gate.yml": ["contents"],
    "reconcile.yml": ["contents"],
    "release.yml": ["contents"],
  };
  expect(writes.sort()).toEqual(needed[file] ?? []);
});

test.each(files)("%s runs our own actions and pins every other one to a commit", (file) => {
  const uses = Object.values(read(file).jobs).flatMap(({ steps }) =>
    steps.flatMap((step) => step.uses ?? []),
  );
  for (const action of uses) {
    if (action.startsWith("./")) expect(existsSync(join(house, action, "action.yml"))).toBe(true);
    else expect(action).toMatch(/^actions\/(checkout|setup-go)@[0-9a-f]{40}$/);
  }
});

test.each(files)("%s puts no expression into a shell", (file) => {
  const scripts = Object.values(read(file).jobs).flatMap(({ steps }) =>
    steps.flatMap((step) => step.run ?? []),
  );
  for (const script of scripts) expect(script).not.toContain("${{");
});
