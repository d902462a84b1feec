import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { certain } from "../../src/fault/certain.ts";
import { poolKey } from "../agents/dispatch/scene.ts";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";
import { requiresMounts } from "../services/mounts.ts";
import { bareEnvironment, identikit, identikitJson } from "./identikit.ts";
import { openRunScene } from "./run-scene.ts";

type Scene = Awaited<ReturnType<typeof openRunScene>>;

/** A machine of the pool, with a checkout, workspaces and bundles of its own, and the ticket. */
async function machineOf(scene: Scene, ticket: string) {
  const root = scratchDirectory();
  cpSync(join(scene.root, "identikit.yaml"), join(root, "identikit.yaml"));
  const { stdout: pem } = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
  const env = {
    ...{ ...bareEnvironment(), IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem },
    ...{ GITHUB_API_URL: scene.env.GITHUB_API_URL, GITHUB_SERVER_URL: scene.env.GITHUB_SERVER_URL },
  };
  return {
    root,
    /** Runs the ticket. @param wrapper a program that runs it, with its arguments */
    start: (more: readonly string[] = [], wrapper: readonly string[] = []) => {
      const remote = join(scene.root, "git");
      const run = ["run", "--tickets", ticket, "--pool", "linux", "--remote", remote, "--json", ...more];
      const [program = "", ...args] = [
        ...wrapper,
        process.execPath,
        join(house, "dist/identikit.js"),
        ...run,
      ];
      const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "pipe", "ignore"] });
      const text = Array.fromAsync(child.stdout.setEncoding("utf8"));
      const closed = once(child, "close");
      return {
        child,
        ended: async () => {
          await closed;
          return JSON.parse((await text).join(""));
        },
      };
    },
  };
}

async function ticketOf(scene: Scene): Promise<string> {
  const { json } = await scene.dispatch();
  expect(json.ticketFile, JSON.stringify(json)).toEqual(expect.any(String));
  return json.ticketFile;
}

const writeBack = (scene: Scene, bundle: string) =>
  identikitJson(["write-back", bundle], { cwd: scene.root, env: scene.env });

requiresMounts(
  "bwrap",
  "setpriv",
  "prlimit",
)("one ticket", () => {
  test("on two machines, one of which sleeps in between, has the result of the one that came first", {
    timeout: 120_000,
  }, async () => {
    await using scene = await openRunScene(
      `echo at work > begun.txt; sleep 1; head -c 20 /dev/urandom > gate.bin; echo '{"type":"result","outcome":"succeeded"}'`,
    );
    const ticket = await ticketOf(scene);
    const [sleeper, other] = [await machineOf(scene, ticket), await machineOf(scene, ticket)];
    const first = sleeper.start();
    try {
      const begun = () =>
        globSync(".identikit/workspaces/workspaces/acme/*/tree/begun.txt", { cwd: sleeper.root });
      await expect.poll(begun, { timeout: 60_000, interval: 20 }).toHaveLength(1);
      first.child.kill("SIGSTOP");
      const done = await other.start().ended();
      expect(done).toMatchObject({ phase: "Succeeded" });
      expect(await writeBack(scene, done.bundle)).toMatchObject({ code: 0 });
      const before = await scene.records();
      expect(before.runs).toMatchObject([{ status: { phase: "Succeeded", attempts: 1 } }]);
      first.child.kill("SIGCONT");
      const late = await first.ended();
      expect(late).toMatchObject({ phase: "Succeeded", attempt: done.attempt });
      const { json } = await writeBack(scene, late.bundle);
      expect(json.error?.code ?? json.faults?.[0]?.code).toBe("ATTEMPT_REPORTED");
      expect(await writeBack(scene, done.bundle)).toMatchObject({ code: 0 });
      expect(await scene.records()).toEqual(before);
    } finally {
      first.child.kill("SIGKILL");
    }
  });

  test("on one machine, begun by two processes at once, is run by one of them; the other says so and touches nothing", {
    timeout: 120_000,
  }, async () => {
    await using scene = await openRunScene(
      `echo at work > begun.txt; while [ ! -e go.txt ]; do sleep 0.05; done; echo '{"type":"result","outcome":"succeeded"}'`,
    );
    const machine = await machineOf(scene, await ticketOf(scene));
    const both = [machine.start(), machine.start()];
    try {
      const refused = await Promise.race(both.map(({ ended }) => ended()));
      expect(refused.error).toMatchObject({
        code: "LOCK_HELD",
        message: expect.stringMatching(
          /^the attempt \S+-1 on this machine is in use by another run \(process \d+, /,
        ),
      });
      const begun = () =>
        globSync(".identikit/workspaces/workspaces/acme/*/tree/begun.txt", { cwd: machine.root });
      await expect.poll(begun, { timeout: 60_000, interval: 20 }).toHaveLength(1);
      writeFileSync(join(machine.root, dirname(certain(begun()[0])), "go.txt"), "");
      const ended = await Promise.all(both.map(({ ended }) => ended()));
      const done = certain(ended.find(({ error }) => error === undefined));
      expect(done).toMatchObject({
        phase: "Succeeded",
        attempts: [{ patch: expect.stringMatching(/^sha256:/) }],
      });
      expect(readdirSync(join(machine.root, ".identikit/attempts"))).toEqual([]);
      expect(await writeBack(scene, done.bundle)).toMatchObject({ code: 0 });
    } finally {
      for (const { child } of both) child.kill("SIGKILL");
    }
  });

  test("of a queued run that two processes of a machine take at once is run by one of them, and the other has no fault", {
    timeout: 120_000,
  }, async () => {
    await using scene = await openRunScene(
      `sleep 1; echo once >> once.txt; echo '{"type":"result","outcome":"succeeded"}'`,
    );
    await ticketOf(scene);
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const both = [1, 2].map(() => identikitJson(args, { cwd: scene.root, env }));
    const ended = await Promise.all(both);
    expect(ended, JSON.stringify(ended)).toMatchObject([{ code: 0 }, { code: 0 }]);
    expect(ended.flatMap(({ json }) => json.attempts ?? [])).toMatchObject([{ phase: "Succeeded" }]);
    const { runs, attempts, artifacts } = await scene.records();
    expect(runs).toMatchObject([{ status: { phase: "Succeeded", attempts: 1 } }]);
    expect(attempts).toHaveLength(1);
    expect(artifacts.map(({ spec }) => spec.kind)).toEqual(["patch"]);
  });

  test("whose bundle finds no room on the disk loses nothing: the workspace keeps the work, and says so to the next one (P-77)", {
    timeout: 120_000,
  }, async () => {
    await using scene = await openRunScene(
      `head -c 400000 /dev/urandom > large.bin; echo '{"type":"result","outcome":"succeeded"}'`,
    );
    const machine = await machineOf(scene, await ticketOf(scene));
    const full = scratchDirectory();
    const small = 'mount -t tmpfs -o size=64k none "$0" && exec "$@"';
    const failed = await machine
      .start(["--bundles", full], ["unshare", "--mount", "sh", "-c", small, full])
      .ended();
    expect(failed.error ?? failed.faults[0]).toMatchObject({ code: "FILE_UNWRITABLE" });
    const tree = join(machine.root, ".identikit/workspaces/workspaces/acme");
    const { runs } = await scene.records();
    const name = certain(runs[0]).metadata.name;
    const work = join(tree, name, "tree/large.bin");
    const kept = readFileSync(work);
    expect(kept).toHaveLength(400_000);
    const again = await machine.start().ended();
    expect(again).toMatchObject({ phase: "Failed" });
    expect(JSON.stringify(again)).toContain("WORKSPACE_DIRTY");
    expect(readFileSync(work)).toEqual(kept);
    expect(existsSync(join(machine.root, ".identikit/attempts", `${name}-1`))).toBe(false);
  });
});
