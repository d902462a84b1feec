import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { poolKey } from "../agents/dispatch/scene.ts";
import { requires } from "../requirement.ts";
import { identikitJson } from "./identikit.ts";
import { openRunScene } from "./run-scene.ts";

/** An agent that asks for something in its middle, waits for so many seconds, and says in a file what it was told. */
const asking = (seconds: number) => `echo '{"type":"message","text":"I need a word"}'
echo '{"type":"approval","id":"deploy","action":"release","title":"Deploy it?"}' >> "$IDENTIKIT_OUTBOX"
n=0; while [ $n -lt ${seconds * 4} ]; do grep -s deploy "$IDENTIKIT_ANSWERS" > answer.txt && break; n=$((n+1)); sleep 0.25; done
echo '{"type":"result","outcome":"succeeded"}'`;

interface Listed {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly artifactDigest: string };
  readonly status: { readonly phase?: string };
}

async function openGate(seconds: number) {
  const scene = await openRunScene(asking(seconds));
  const at = { cwd: scene.root, env: { ...scene.env, IDENTIKIT_POOL_KEY: poolKey } };
  const { json } = await scene.dispatch();
  const command = (...args: readonly string[]) => identikitJson(args, at);
  return {
    ...scene,
    run: json.run as string,
    command,
    work: () => command("run", "--pool", "linux", "--remote", join(scene.root, "git")),
    /** The question, once somebody can decide about it. */
    question: async (): Promise<Listed> => {
      for (let tries = 0; tries < 60; tries++) {
        const { json: found } = await command("get", "agentapprovals");
        const [first] = found.items as readonly Listed[];
        if (first) return first;
        await sleep(250);
      }
      throw new Error("the agent asked nobody");
    },
    decide: ({ metadata, spec }: Listed, ...more: readonly string[]) => {
      const who = ["--as", "jon", "--as-group", "forge:write:acme/fleet"];
      return command("approve", metadata.name, spec.artifactDigest, ...who, ...more);
    },
  };
}

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("an agent that asks for something in its middle", () => {
  test.each([
    ["goes on when another process approves it", [], "approved"],
    ["is told when another process refuses it", ["--reject"], "rejected"],
  ] as const)("%s (P-16)", async (_, more, answer) => {
    // Four programs start before it has its answer, which takes long on a busy machine.
    await using scene = await openGate(240);
    const working = scene.work();
    const question = await scene.question();
    const { json: shown } = await scene.command("runs", "show", scene.run);
    expect(shown.run.status).toMatchObject({ phase: "Running" });
    const { json: events } = await scene.command("runs", "events", scene.run);
    expect(events.events).toMatchObject([{ seq: 1, text: "I need a word" }]);
    expect(await scene.decide(question, ...more)).toMatchObject({ code: 0 });
    const { code, json, stderr } = await working;
    expect(code, stderr).toBe(0);
    expect(json).toMatchObject({
      phase: "Succeeded",
      attempts: [{ patch: expect.stringMatching(/^sha256:/) }],
    });
    const { json: after } = await scene.command("runs", "events", scene.run);
    expect(after.events.map(({ seq }: { readonly seq: number }) => seq)).toEqual(
      after.events.map((_one: unknown, at: number) => at + 1),
    );
    const { json: approvals } = await scene.command("get", "agentapprovals");
    expect(approvals.items).toMatchObject([
      { status: { phase: answer === "approved" ? "Approved" : "Rejected" } },
    ]);
  });

  test("ends waiting where nobody answers in time, and is resumed by the approval (P-16)", async () => {
    await using scene = await openGate(2);
    const first = await scene.work();
    expect(first.json, first.stderr).toMatchObject({ phase: "Waiting" });
    expect((await scene.records()).runs).toMatchObject([
      { status: { phase: "Waiting", reason: "APPROVAL_NEEDED" } },
    ]);
    expect(await scene.decide(await scene.question())).toMatchObject({ code: 0 });
    expect(await scene.command("controller", "--once", "--controllers", "approval")).toMatchObject({
      code: 0,
    });
    const second = await scene.work();
    expect(second.json, JSON.stringify(second.json) + second.stderr).toMatchObject({
      phase: "Succeeded",
      attempt: `${scene.run}-2`,
    });
    const { runs, attempts } = await scene.records();
    expect(runs).toMatchObject([{ status: { phase: "Succeeded", attempts: 2 } }]);
    expect(attempts.map(({ spec, status }) => [spec.reason, status.phase]).sort()).toEqual([
      ["initial", "Waiting"],
      ["resume", "Succeeded"],
    ]);
  });
});
