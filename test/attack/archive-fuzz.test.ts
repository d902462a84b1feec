import { expect, test } from "vitest";
import { fuzzArchives } from "./archive-fuzz.ts";

test("four hundred mutated archives give the right tree or a refusal, and nothing else", async () => {
  const { refused, right } = await fuzzArchives(400, 20260101);
  expect(refused + right).toBe(400);
  expect(refused).toBeGreaterThan(0);
  expect(right).toBeGreaterThan(0);
});
