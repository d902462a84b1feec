import assert from "node:assert/strict";
import { listSecrets, loadSecrets, setSecret } from "../../../src/config/secrets/secret-store.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import type { SealedSecret } from "../../../src/secret/sealed-secret.ts";
import { KillProject, putRows } from "./kill-project.ts";
import { canary, expectNoCanary } from "./no-canary.ts";
import type { Trial, TrialSettings } from "./trial.ts";
import { Victim } from "./victim.ts";

const names = Array.from({ length: 200 }, (_, index) => `SECRET_${index}`);

/**
 * `secret rotate` from key to key, and every third time `secret set`. Afterwards every secret opens to its value, all stand under one
 * key, nobody is due by a rotation, and by a set value exactly the agent that uses it, where it was kept.
 */
export async function rotateTrial({ place, program }: TrialSettings): Promise<Trial> {
  const project = await KillProject.make(place, ["ada", "bob"]);
  const entries = [Keyring.generateEntry("k1"), Keyring.generateEntry("k2")];
  const keysFirst = (index: number) => [entries[index], entries[1 - index]].join(",");
  const keyring = Keyring.parse(keysFirst(0), "test");
  await project.open(async (database) => {
    for (const name of names) await setSecret(database, keyring, name, `${canary}-${name}`);
    await setSecret(database, keyring, "CHANGING", `${canary}-0`);
    const value = '{"type":"stdio","command":"c","env":{"KEY":"${SECRET:CHANGING}"}}';
    await putRows(database, { mcp_server: [["instance", "ada", "x", true, value]] });
  });
  await project.emptyQueue();
  const victims = { rotate: new Victim(program), set: new Victim(program) };
  const commandOf = (verb: "rotate" | "set", first: number, input?: string) => ({
    args: ["secret", verb, ...(verb === "set" ? ["CHANGING"] : []), "--database", project.location],
    cwd: project.root,
    env: { IDENTIKIT_SECRET_KEYS: keysFirst(first) },
    ...(input === undefined ? {} : { input }),
  });
  let [key, changing, made] = [0, `${canary}-0`, 0];
  await victims.rotate.complete(commandOf("rotate", 0));
  await victims.set.complete(commandOf("set", 0, changing));

  const look = () =>
    project.open(async (database) => {
      const values = new Map<string, string>();
      const keys = new Set<string>();
      for (const { name, keyId } of await listSecrets(database)) {
        values.set(name, keyring.open((await loadSecrets(database, [name])).get(name) as SealedSecret));
        if (name !== "CHANGING") keys.add(keyId);
      }
      return { values, keys };
    });
  return {
    round: async (random) => {
      const verb = random(3) === 0 ? "set" : "rotate";
      const next = `${canary}-${++made}`;
      const first = verb === "set" ? key : 1 - key;
      const run = await victims[verb].kill(commandOf(verb, first, verb === "set" ? next : undefined), random);
      await place.settled(project.location);
      const { values, keys } = await look();
      expectWhole(values, keys);
      const now = values.get("CHANGING") as string;
      const isKept = verb === "set" ? now === next : keys.has(`k${first + 1}`);
      if (!run.killed) assert.equal(isKept, true, "it was done, and is not there");
      const expected = verb === "set" ? [changing, next] : [changing];
      assert.equal(expected.includes(now), true, "a value that was not set");
      assert.deepEqual(await project.queued(), now === changing ? [] : ["ada"]);
      if (now !== changing) await project.emptyQueue();
      [key, changing] = [keys.has("k1") ? 0 : 1, now];
      return { counted: run.killed, point: run.point, found: `${verb}: ${isKept ? "after" : "before"}` };
    },
    checkAll: async () => {
      await project.verify(keyring);
      expectNoCanary(place.directory);
      expectNoCanary(project.root);
    },
    [Symbol.asyncDispose]: async () => project[Symbol.dispose](),
  };
}

/** Every secret is there with its value, and all stand under one key. */
function expectWhole(values: ReadonlyMap<string, string>, keys: ReadonlySet<string>): void {
  assert.equal(values.size, names.length + 1, "a secret is lost");
  for (const name of names)
    assert.equal(values.get(name) === `${canary}-${name}`, true, `${name} is another`);
  assert.equal(keys.size, 1, "half of a rotation");
}
