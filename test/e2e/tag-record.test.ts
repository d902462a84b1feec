import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { done, preparedFleet } from "./prepared-fleet.ts";

const keys = { IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1") };
const images = new Map<string, string>();

/** A fleet with the images `a` and `b` of its template, which differ in a label. */
const openFleet = () =>
  preparedFleet("fleet-with-two-images", async (fleet) => {
    await done(fleet, ["fetch"]);
    for (const name of ["a", "b"])
      await done(fleet, [
        ...["bake", "--template", "templates/platform-agent", "--base", "scratch"],
        ...["--to", `oci:images:${name}`, "--label", `name=${name}`],
      ]);
  });

beforeAll(async () => {
  using fleet = await openFleet();
  const index = JSON.parse(readFileSync(fleet.path("images/index.json"), "utf8"));
  for (const { digest, annotations } of index.manifests)
    images.set(annotations["org.opencontainers.image.ref.name"], digest);
  expect(new Set(images.values()).size).toBe(2);
});

interface ActionOnRecord {
  readonly spec: object;
  readonly status: object;
}

/** What is on record, the oldest first. */
async function recordsOf(fleet: FleetCopy, database: string): Promise<readonly ActionOnRecord[]> {
  const query = ["get", "agentactions", "--field-selector", "spec.target.kind=Image", "-o", "json"];
  const { code, stdout, stderr } = await identikit([...query, "--database", database], { cwd: fleet.root });
  expect(code, stderr).toBe(0);
  const { items } = JSON.parse(stdout);
  return items.toSorted((one: { spec: { time: string } }, other: { spec: { time: string } }) =>
    one.spec.time < other.spec.time ? -1 : 1,
  );
}

const publish = (name: string, ...more: readonly string[]) => [
  ...["publish", "--from", `oci:images:${name}`, "--to", "oci:published", "--tag", "v1"],
  ...more,
];
const promote = (name: string, ...more: readonly string[]) => [
  ...["promote", "--from", `oci:published@${images.get(name)}`, "--to", "oci:published:production"],
  ...more,
];

/** Publishes and promotes, and looks at what is on record of it. */
async function moveTags(fleet: FleetCopy, database: string): Promise<void> {
  const env = { ...keys, GITHUB_ACTOR: "mira" };
  const run = async (args: readonly string[]) => {
    const { code, json, stderr } = await identikitJson(args, { cwd: fleet.root, env });
    expect(code, `${args.join(" ")}: ${stderr}`).toBe(0);
    return json;
  };
  const at = ["--database", database];
  await run(publish("a", "--tag", "latest", ...at));
  expect((await run(publish("a", ...at))).changed, "nothing moves, and nothing is written down").toBe(false);
  await run(publish("b", ...at, "--dry-run"));
  await run(publish("b", ...at));
  await run(promote("a", ...at));
  await run(promote("b", ...at));
  const [a = "", b = ""] = [images.get("a"), images.get("b")];
  const image = `oci:${fleet.path("published")}`;
  const expected = (action: string, digest: string, ...tags: readonly [string, string | null][]) => ({
    spec: {
      ...{ action, via: "command", actor: { kind: "User", name: "mira" } },
      target: { kind: "Image", name: digest.replace(":", "-") },
      arguments: {
        image,
        digest,
        gated: action === "publish",
        tags: tags.map(([tag, previous]) => ({ tag, previous })),
      },
      time: expect.any(String),
    },
    status: { phase: "Done", result: expect.stringContaining(`of ${image}: ${tags[0]?.[0]}`) },
  });
  expect(await recordsOf(fleet, database)).toMatchObject([
    expected("publish", a, ["v1", null], ["latest", null]),
    expected("publish", b, ["v1", a]),
    expected("promote", a, ["production", null]),
    expected("promote", b, ["production", a]),
  ]);
  // Each is in the chain of the audit, keyed: when it began, and what came of it.
  const audit = await run(["audit", "verify", ...at]);
  expect(audit).toMatchObject({ result: "clean", lines: 8 });
}

test("publish and promote write down which tags they move, from and to which digest, and who did it, where a database is named", async () => {
  using fleet = await openFleet();
  await moveTags(fleet, fleet.path("moves.db"));
});

requires(
  "initdb",
  "postgres",
  "psql",
)("on PostgreSQL", () => {
  test("they write down the same", async () => {
    await using server = await PostgresServer.start();
    using fleet = await openFleet();
    await moveTags(fleet, await server.createCurrent());
  });
});

test("nothing is written where no database is named, also if a variable names one", async () => {
  using fleet = await openFleet();
  const env = { ...keys, DATABASE_URL: fleet.path("moves.db") };
  expect((await identikit(publish("a"), { cwd: fleet.root, env })).code).toBe(0);
  expect((await identikit(promote("a"), { cwd: fleet.root, env })).code).toBe(0);
  expect([existsSync(env.DATABASE_URL), existsSync(fleet.path(".identikit/config.db"))]).toEqual([
    false,
    false,
  ]);
});

test("a database that cannot be written to stops it before a tag moves, and a move that fails is on record as failed", async () => {
  using fleet = await openFleet();
  const database = fleet.path("moves.db");
  const run = (args: readonly string[]) => identikitJson(args, { cwd: fleet.root, env: keys });
  writeFileSync(database, "no database ".repeat(1000));
  const stopped = await run(publish("a", "--database", database));
  expect([stopped.code, stopped.json.error.code]).toEqual([1, "DATABASE_FOREIGN"]);
  expect(existsSync(fleet.path("published"))).toBe(false);
  rmSync(database);
  expect((await run(publish("a", "--database", database))).code).toBe(0);
  const { config } = JSON.parse(blobOf(fleet, "b"));
  rmSync(fleet.path("images/blobs/sha256", config.digest.slice(7)));
  const failed = await run(publish("b", "--skip-gate", "--database", database));
  expect(failed.code).toBe(1);
  const [, last] = await recordsOf(fleet, database);
  expect(last).toMatchObject({ status: { phase: "Failed", code: failed.json.error.code } });
});

function blobOf(fleet: FleetCopy, name: string): string {
  return readFileSync(fleet.path("images/blobs/sha256", (images.get(name) ?? "").slice(7)), "utf8");
}
