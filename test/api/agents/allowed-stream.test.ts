import { expect, test } from "vitest";
import { whileAllowed } from "../../../src/api/agents/allowed-stream.ts";

test("a stream ends within a minute after who listens may no more, and asks no more often", async () => {
  const clock = { now: 0, asked: 0 };
  async function* pieces() {
    for (let at = 0; ; at++) {
      clock.now = at * 15_000;
      yield `piece ${at}`;
    }
  }
  const isAllowed = async () => {
    clock.asked++;
    return clock.now < 120_000;
  };
  const heard: string[] = [];
  for await (const piece of whileAllowed(pieces(), isAllowed, () => clock.now)) heard.push(piece);
  // Asked at 60 s, and at 120 s, when they may no more.
  expect(heard).toHaveLength(8);
  expect(clock.asked).toBe(2);
});
