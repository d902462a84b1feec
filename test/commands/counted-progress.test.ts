import { expect, test } from "vitest";
import { countedProgress } from "../../src/commands/accounts/counted-progress.ts";

function told(total: number | undefined, secondsEach: number, parts: number): string[] {
  let now = 0;
  const lines: string[] = [];
  const tell = countedProgress(
    { update: (text) => lines.push(text), done: () => undefined, end: () => undefined },
    { now: () => new Date(now) },
    total,
  );
  for (let part = 0; part < parts; part++) {
    now += secondsEach * 1000;
    tell(`agent-${part}`);
  }
  return lines;
}

test("progress counts, and says how long the rest takes once that is known", () => {
  expect(told(4, 1, 4)).toEqual([
    "1 of 4, agent-0",
    "2 of 4, about 2 s left, agent-1",
    "3 of 4, about 1 s left, agent-2",
    "4 of 4, agent-3",
  ]);
  expect(told(100, 10, 1)).toEqual(["1 of 100, about 17 min left, agent-0"]);
  expect(told(undefined, 10, 1)).toEqual(["1, agent-0"]);
});
