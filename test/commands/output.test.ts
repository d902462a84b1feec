import { expect, test } from "vitest";
import { asOutput } from "../../src/commands/result.ts";

test("a result's value is what JSON holds of it, to the bottom", () => {
  const value = {
    name: "ada",
    rows: [{ key: "a", before: undefined, enabled: false }],
    total: 1,
    error: null,
  };
  const output = asOutput(value);
  expect(output).toStrictEqual({ name: "ada", rows: [{ key: "a", enabled: false }], total: 1, error: null });
  expect(output).toStrictEqual(JSON.parse(JSON.stringify(value)));
});

test("what JSON has no form for is a mistake of ours, and not left out", () => {
  expect(() => asOutput({ rows: [() => 1] })).toThrow(TypeError);
});
