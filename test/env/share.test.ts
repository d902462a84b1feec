import { expect, test } from "vitest";
import { parseShare, shareOf } from "../../src/env/share.ts";

const fleet = Array.from({ length: 400 }, (_, index) => `agent-${index}`);

test("a share has as many agents as it says, the same each time, and all of every smaller one", () => {
  const small = shareOf(fleet, parseShare("5%"));
  const large = shareOf([...fleet].reverse(), parseShare("25%"));
  expect([small.size, large.size]).toEqual([20, 100]);
  expect([...small].every((name) => large.has(name))).toBe(true);
  expect(shareOf(fleet, parseShare("100%")).size).toBe(400);
});

test("a share of a small fleet has one agent, of none nobody", () => {
  expect(shareOf(["a", "b", "c"], parseShare("0.5%")).size).toBe(1);
  expect(shareOf([], parseShare("50%")).size).toBe(0);
});

test.each(["0%", "101%", "5", "-1%", "1e1%", "", "%"])("%j is no share", (text) => {
  expect(() => parseShare(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});
