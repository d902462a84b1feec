import { expect, test } from "vitest";
import type { OutboxAnswer } from "../../src/agents/outbox/outbox-answer.ts";
import type { AttemptReport, SendReport } from "../../src/agents/run-bundle/attempt-report.ts";
import { IdentikitError } from "../../src/fault/error.ts";
import { requires } from "../requirement.ts";
import { supervisorScene } from "./supervisor-scene.ts";

const succeeded = `echo '{"type":"result","outcome":"succeeded","text":"done"}'`;
const speak = (from: number, to: number) =>
  `for n in $(seq ${from} ${to}); do echo '{"type":"message","text":"word '$n'"}'; done`;

/** Somebody who listens: keeps what follows on, as the database does. */
function listener(answer: (report: AttemptReport) => readonly OutboxAnswer[] = () => []) {
  const heard: number[] = [];
  const asked: string[] = [];
  const send: SendReport = async (report) => {
    for (const { seq } of report.events) if (seq === heard.length + 1) heard.push(seq);
    asked.push(...report.asks.map((ask) => (ask.type === "approval" ? ask.title : "")));
    return { last: heard.length, answers: [...answer(report)] };
  };
  return { heard, asked, send };
}

const asking = (
  seconds: number,
) => `echo '{"type":"approval","id":"q","action":"shell","title":"May I use the-value-of-the-team?"}' >> "$IDENTIKIT_OUTBOX"
for n in $(seq ${seconds * 4}); do grep -s '"q"' "$IDENTIKIT_ANSWERS" && break; sleep 0.25; done
grep -sq approved "$IDENTIKIT_ANSWERS" && echo yes > answer.txt || echo no > answer.txt; ${succeeded}`;

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("a supervisor that is listened to", () => {
  test("tells every event once and in order while the agent works, and the bundle has the same", async () => {
    const { heard, send } = listener();
    const scene = supervisorScene();
    const { events } = await scene
      .reporting(send)
      .run(`${speak(1, 700)}; sleep 1; ${speak(701, 1200)}; ${succeeded}`);
    expect(events.map(({ seq }) => seq)).toEqual(heard);
    expect(heard).toHaveLength(1200);
  });

  test("says what the client calls its session, and with its last word what the bundle brings (P-14, P-18)", async () => {
    const reports: AttemptReport[] = [];
    const { send } = listener();
    const scene = supervisorScene().reporting(async (report, signal) => {
      reports.push(report);
      return await send(report, signal);
    });
    const named = `echo '{"type":"session","id":"c-1"}'`;
    const { run } = await scene.run(`${named}; ${speak(1, 3)}; sleep 1; echo new > new.txt; ${succeeded}`);
    expect(reports.some(({ session, announced }) => session === "c-1" && announced === undefined)).toBe(true);
    const last = reports.at(-1);
    const brought = run.parts.filter(({ kind }) => kind !== "blob" && kind !== "events");
    expect(last?.announced?.map(({ kind, digest }) => [kind, digest])).toEqual(
      brought.map(({ kind, digest }) => [kind, digest]),
    );
    expect(last?.announced?.[0]).toMatchObject({ kind: "patch", files: 1, paths: ["new.txt"] });
    expect(reports.filter(({ announced }) => announced !== undefined)).toHaveLength(1);
  });

  test("goes on without anybody: the run is neither slowed nor failed, and all of it is in the bundle", async () => {
    const silent: SendReport = (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason), { once: true }),
      );
    const broken: SendReport = async () => {
      throw new Error("connection refused");
    };
    for (const send of [silent, broken]) {
      const { run, events } = await supervisorScene()
        .reporting(send)
        .run(`${speak(1, 50)}; ${succeeded}`);
      expect(run.outcome.phase).toBe("Succeeded");
      expect(events).toHaveLength(50);
    }
  });

  test("takes up where it was left after nobody listened for a while", async () => {
    const { heard, send } = listener();
    let tries = 0;
    const flaky: SendReport = async (report, signal) => {
      if (++tries <= 2) throw new Error("connection refused");
      return await send(report, signal);
    };
    await supervisorScene()
      .reporting(flaky)
      .run(`${speak(1, 20)}; sleep 6; ${succeeded}`);
    expect(heard).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  test("brings the agent the answer of a person, whose question shows no secret (P-16)", async () => {
    for (const [answer, expected] of [
      ["approved", "yes\n"],
      ["rejected", "no\n"],
    ] as const) {
      const { asked, send } = listener(({ asks }) =>
        asks.length > 0 ? [{ id: "q", answer, by: "jon" }] : [],
      );
      const { run, changes } = await supervisorScene()
        .reporting(send)
        .run(asking(20), {
          ...{ secrets: [{ name: "TEAM", mountPolicy: "env" }], values: { TEAM: "the-value-of-the-team" } },
        });
      expect(run.outcome.phase).toBe("Succeeded");
      expect(changes).toMatchObject({ "answer.txt": expected });
      expect(asked[0]).not.toContain("the-value-of-the-team");
    }
  });

  test("brings an answer within seconds of the first report that is taken, however many were not (P-16)", async () => {
    const { send } = listener(({ asks }) => (asks.length > 0 ? [{ id: "q", answer: "approved" }] : []));
    let tries = 0;
    const busy: SendReport = async (report, signal) => {
      if (report.asks.length > 0 && ++tries <= 6)
        throw new IdentikitError("DATABASE_BUSY", "another transaction holds a lock", {
          ...{ remedy: "Wait for it.", retry: { kind: "later" } },
        });
      return await send(report, signal);
    };
    const { run, changes } = await supervisorScene().reporting(busy).run(asking(25));
    expect(run.outcome.phase).toBe("Succeeded");
    expect(changes).toMatchObject({ "answer.txt": "yes\n" });
  });

  test("ends waiting where nobody answers in time, and the next attempt finds the answer (P-16)", async () => {
    const { run } = await supervisorScene().reporting(listener().send).run(asking(2));
    expect(run.outcome).toMatchObject({ phase: "Waiting", reason: "APPROVAL_NEEDED" });
    const answers = [{ id: "q", answer: "approved" as const, by: "jon" }];
    const again = { reason: "resume" as const, previous: "run-1-1" };
    const next = await supervisorScene().run(asking(2), { again, earlier: { answers } });
    expect(next.run.outcome.phase).toBe("Succeeded");
    expect(next.changes).toMatchObject({ "answer.txt": "yes\n" });
  });

  test.each([
    ["ATTEMPT_UNKNOWN", "no longer counts"],
    ["EVENT_CONFLICT", "another machine has"],
  ] as const)("where it is told %s, ends the agent of an attempt that %s", async (code, why) => {
    const over: SendReport = async () => {
      throw new IdentikitError(code, why, { remedy: "None." });
    };
    const { run } = await supervisorScene().reporting(over).run(`sleep 25; ${succeeded}`);
    expect(run.outcome).toMatchObject({ phase: "Cancelled" });
  });
});
