import { expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { copyFleet, type FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";

// What docs/how-to/operations.md says under "When a key is lost".

const [k1, k2] = [Keyring.generateEntry("k1"), Keyring.generateEntry("k2")];

function running(fleet: FleetCopy) {
  return (keys: string | undefined, args: readonly string[], more: { input?: string; token?: string } = {}) =>
    identikitJson(args, {
      cwd: fleet.root,
      env: {
        ...(keys === undefined ? {} : { IDENTIKIT_SECRET_KEYS: keys }),
        ...(more.token === undefined ? {} : { IDENTIKIT_SECRET_FORGE_TOKEN: more.token }),
      },
      ...(more.input === undefined ? {} : { input: more.input }),
    });
}

/** The example fleet with one secret that is sealed under the first key, rendered once. */
async function sealed(): Promise<FleetCopy> {
  const fleet = copyFleet();
  const run = running(fleet);
  for (const args of [["fetch"], ["config", "sync"]]) expect(await run(k1, args)).toMatchObject({ code: 0 });
  expect(await run(k1, ["secret", "set", "FORGE_TOKEN"], { input: "old-value" })).toMatchObject({ code: 0 });
  expect(await run(k1, ["render"])).toMatchObject({ code: 0 });
  return fleet;
}

test("without the sealing key nothing but sealed values is lost, and new ones take their place", async () => {
  using fleet = await sealed();
  const run = running(fleet);
  const configured = (await run(k1, ["config", "show", "concierge"])).json;

  // The key is gone; what it sealed is still named, with the key that it needs.
  const lost = await run(k2, ["secret", "list"]);
  expect(lost).toMatchObject({ code: 0, json: { secrets: [{ name: "FORGE_TOKEN", keyId: "k1" }] } });
  expect((await run(k2, ["config", "show", "concierge"])).json).toEqual(configured);
  const failed = await run(k2, ["render"]);
  expect(failed.code).toBe(1);
  expect(JSON.stringify(failed.json) + failed.stderr).toContain("k1");

  expect(await run(k2, ["secret", "set", "FORGE_TOKEN"], { input: "new-value" })).toMatchObject({ code: 0 });
  expect((await run(k2, ["secret", "list"])).json.secrets).toMatchObject([
    { name: "FORGE_TOKEN", keyId: "k2" },
  ]);
  for (const args of [["render"], ["reconcile"]]) expect(await run(k2, args)).toMatchObject({ code: 0 });
});

test("without an older key present values are read, and what was written under it stays unverified", async () => {
  using fleet = await sealed();
  const run = running(fleet);
  const exporting = ["config", "export", "--to", "old.bundle", "--secrets", "sealed"];
  expect(await run(k1, exporting)).toMatchObject({ code: 0 });
  const both = `${k2},${k1}`;
  expect(await run(both, ["secret", "rotate"])).toMatchObject({ code: 0 });
  for (const args of [["render"], ["reconcile"]]) expect(await run(k2, args)).toMatchObject({ code: 0 });

  expect(await run(both, ["secret", "log", "--verify"])).toMatchObject({ code: 0 });
  expect(await run(k2, ["secret", "log", "--verify"])).toMatchObject({
    code: 1,
    json: { result: "unverified" },
  });
  // A bundle from before it is taken in, and its sealed value cannot be opened.
  const there = ["--database", "there.db"];
  expect(await run(k2, ["config", "import", "old.bundle", ...there])).toMatchObject({ code: 0 });
  expect((await run(k2, ["render", ...there])).code).toBe(1);
});

test("a job without a keyring reads secrets only from its environment", async () => {
  using fleet = await sealed();
  const run = running(fleet);
  expect((await run(undefined, ["render"])).code).toBe(1);
  expect(await run(undefined, ["render"], { token: "from-the-environment" })).toMatchObject({ code: 0 });
  expect(await run(k1, ["render"])).toMatchObject({ code: 0 });
});
