import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dispatchController } from "../../src/agents/dispatch/dispatch-controller.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { launchServices, organization, poolKey, TestClock } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { house } from "../architecture/rooms.ts";
import { requires } from "../requirement.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { openRunScene } from "./run-scene.ts";

const session = "6f1c2f3e-6c1d-4e0e-8a51-5f2f9d1a7b10";
/** An agent that gives its conversation a name, and does something before it ends. */
const script = (task: string) => `echo '{"type":"session","id":"${session}"}'
echo '{"type":"message","text":"begun"}'
${task}
echo closed > gate.txt
echo '{"type":"result","outcome":"succeeded"}'`;

/** What it says meanwhile is what its runner has to report as soon as it wakes up. */
const hang = `for n in $(seq 60); do sleep 4; echo '{"type":"message","text":"still here"}'; done`;

type Scene = Awaited<ReturnType<typeof openRunScene>>;

/** A runner of this machine, with workspaces of its own: as if it were another machine. */
function startRunner(scene: Scene, name: string) {
  const { PATH = "", HOME = "", TMPDIR } = process.env;
  const env = { PATH, HOME, ...(TMPDIR ? { TMPDIR } : {}), ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
  const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git"), "--workspaces", name];
  const child = spawn(process.execPath, [join(house, "dist/identikit.js"), ...args, "--json"], {
    cwd: scene.root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.resume();
  const closed = once(child, "close");
  return {
    child,
    ended: async () => {
      await closed;
      return stdout;
    },
  };
}

async function isAtWork(scene: Scene): Promise<void> {
  await expect
    .poll(async () => (await scene.records()).attempts[0]?.status, { timeout: 60_000, interval: 250 })
    .toMatchObject({ phase: "Running", clientSessionId: session });
}

/** What the controllers find when they look after a minute, and again after four more. */
async function lookLater(scene: Scene): Promise<void> {
  await using store = await openStoreAt(scene.location);
  const clock = new TestClock();
  clock.at = new Date();
  const keyring = Keyring.parse(scene.env.IDENTIKIT_SECRET_KEYS, "test");
  const controller = dispatchController(launchServices(store, scene.forge, keyring, clock));
  const [name = ""] = (await scene.records()).runs.map(({ status }) => status.session ?? "");
  const key = { kind: "AgentSession", namespace: organization, name };
  for (const minutes of [2, 4]) {
    clock.forward(minutes * 60_000);
    await controller.reconcile(key, AbortSignal.timeout(30_000));
  }
}

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("a runner that is lost", () => {
  test.each(["SIGKILL", "SIGSTOP"] as const)(
    "by %s in the middle of its work fails its attempt, and another one does the work once",
    async (signal) => {
      await using scene = await openRunScene(script(hang));
      await scene.dispatch();
      const first = startRunner(scene, "first");
      try {
        await isAtWork(scene);
        first.child.kill(signal);
        await lookLater(scene);
        const lost = await scene.records();
        expect(lost.runs).toMatchObject([{ status: { phase: "Failed", reason: "RUNNER_LOST" } }]);
        expect(lost.attempts).toMatchObject([{ status: { phase: "Failed", revoked: true } }]);
        await scene.setScript(script(":"));
        const place = { cwd: scene.root, env: scene.env };
        const [name = ""] = lost.runs.map(({ metadata }) => metadata.name);
        const asked = ["runs", "retry", name, "--as", "mira", "--as-group", "forge:write:acme/fleet"];
        expect(await identikit(asked, place)).toMatchObject({ code: 0 });
        const second = startRunner(scene, "second");
        const done = JSON.parse(await second.ended());
        expect(done).toMatchObject({ phase: "Succeeded", attempt: `${name}-2` });
        const before = await scene.records();
        expect(before.runs).toMatchObject([{ status: { phase: "Succeeded", attempts: 2 } }]);
        if (signal === "SIGSTOP") {
          // It wakes up, is told that it no longer counts, and ends its agent; what it brings is refused.
          first.child.kill("SIGCONT");
          const late = JSON.parse(await first.ended());
          expect(JSON.stringify(late)).toContain("ATTEMPT_UNKNOWN");
          const { json } = await identikitJson(
            ["write-back", join(scene.root, ".identikit/bundles", `${name}-1.bundle`)],
            place,
          );
          expect(json.error?.code ?? json.faults?.[0]?.code).toBe("ATTEMPT_UNKNOWN");
        }
        expect(await scene.records()).toEqual(before);
      } finally {
        first.child.kill("SIGKILL");
        await first.ended();
      }
    },
  );
});
