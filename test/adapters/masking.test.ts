import { describe, expect, test } from "vitest";
import type { AdapterEvent, StreamEvent } from "../../src/adapters/adapter-event.ts";
import { maskedEvents } from "../../src/adapters/masking/masked-events.ts";
import { SecretFinder } from "../../src/adapters/masking/secret-finder.ts";

const secret = "correct-horse-battery";
const finder = new SecretFinder([secret]);

async function shown(events: readonly (StreamEvent | AdapterEvent)[], by = finder): Promise<AdapterEvent[]> {
  const all = events.map((one): AdapterEvent => ("kind" in one ? one : { kind: "event", event: one }));
  async function* stream() {
    yield* all;
  }
  return await Array.fromAsync(maskedEvents(stream(), by));
}

const message = (text: string, lane?: string): StreamEvent => ({
  type: "message",
  text,
  ...(lane ? { lane } : {}),
});
const texts = (events: readonly AdapterEvent[]) =>
  events.map((one) => (one.kind === "event" ? one.event.text : ""));

describe("what a run shows of a stream", () => {
  test("has no value of a secret in it, as it is, in base64 or encoded for a URL (P-41)", async () => {
    const forms = [secret, Buffer.from(secret).toString("base64"), `a ${secret} b`];
    for (const form of forms) {
      const [one] = await shown([message(`It is ${form}.`)]);
      expect(JSON.stringify(one)).not.toContain(form);
      expect(texts([one as AdapterEvent])[0]).toMatch(/^It is .*\*\*\*.*\.$/);
    }
  });

  test("has none that is broken over lines, in one text or over several events of a voice (P-41)", async () => {
    const broken = await shown([message("x correct-\nhorse-\n  battery y")]);
    expect(texts(broken)).toEqual(["x *** y"]);
    const pieces = await shown([message("the key: corr"), message("ect-horse"), message("-battery, and on")]);
    expect(texts(pieces)).toEqual(["the key: ***", "***", "***, and on"]);
    const letters = await shown([...secret].map((letter) => message(letter)));
    expect(texts(letters).join("").replaceAll("*", "")).toBe("cor");
  });

  test("keeps voices apart, and the order of events", async () => {
    const events = await shown([
      message("corr"),
      message("corr", "reader"),
      message("ode", "reader"),
      message("ect"),
      message("ion"),
    ]);
    expect(texts(events)).toEqual(["corr", "corr", "ode", "ect", "ion"]);
  });

  test("masks what may be the beginning of a secret when nothing comes any more, or too much waits", async () => {
    expect(texts(await shown([message("ends in correct-hor")]))).toEqual(["ends in ***"]);
    expect(texts(await shown([message("the topic")]))).toEqual(["the topic"]);
    const waiting = Array.from({ length: 300 }, (_, at) => message(String(at), `lane-${at}`));
    const late = texts(await shown([message("correct-"), ...waiting, message("horse-battery!")]));
    expect([late[0], late.at(-1)]).toEqual(["***", "***!"]);
  });

  test("shows an event at once where nothing in it is in question", async () => {
    async function* stream(): AsyncGenerator<AdapterEvent> {
      yield { kind: "event", event: message("Hello.") };
      await new Promise(() => {});
    }
    const first = await maskedEvents(stream(), finder)[Symbol.asyncIterator]().next();
    expect(first.value).toEqual({ kind: "event", event: message("Hello.") });
  });

  test("shows at once what only by chance ends as a secret begins, and lets sums pass what waits", async () => {
    const usage: AdapterEvent = { kind: "usage", usage: { turns: 1, tokens: 2 } };
    const tool: StreamEvent = {
      type: "tool",
      tool: "Bash",
      status: "completed",
      text: "a topic\n",
      data: { call: "1" },
    };
    const [first, second] = await shown([message("waits corre"), tool, usage, message("nt.")]);
    expect([first, second]).toEqual([usage, { kind: "event", event: message("waits corre") }]);
    async function* stream(): AsyncGenerator<AdapterEvent> {
      yield { kind: "event", event: tool };
      await new Promise(() => {});
    }
    const at = await maskedEvents(stream(), finder)[Symbol.asyncIterator]().next();
    expect(at.value).toEqual({ kind: "event", event: tool });
  });

  test("masks a session's name and a reason that are a secret", async () => {
    const events = await shown([
      { kind: "session", sessionId: secret },
      { kind: "result", result: { outcome: "failed", reason: secret } },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  test("masks tools, lanes, facts and results, too", async () => {
    const events = await shown([
      { type: "tool", tool: secret, lane: secret, data: { command: `echo ${secret}`, [secret]: 1 } },
      { kind: "result", result: { outcome: "failed", text: `no ${secret}` } },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect(JSON.stringify(events)).toContain("echo ***");
  });

  test("hides what looks like a credential, whosever it is", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const [one] = await shown([message(`token ${token}`)]);
    expect(JSON.stringify(one)).not.toContain(token);
  });

  test("masks the longer of two secrets where one begins with the other, also when the rest comes later", async () => {
    const both = new SecretFinder(["battery", "battery-staple"]);
    expect(texts(await shown([message("a battery"), message("-staple b")], both))).toEqual([
      "a ***",
      "*** b",
    ]);
    expect(texts(await shown([message("a battery."), message("x")], both))).toEqual(["a ***.", "x"]);
  });
});
