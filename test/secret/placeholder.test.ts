import { describe, expect, test } from "vitest";
import { fillPlaceholders, findPlaceholders } from "../../src/secret/placeholder.ts";

const server = {
  command: "x",
  args: ["--token=${SECRET:A}", "${HOME}"],
  env: { ["__proto__"]: "${SECRET:__proto__}", BOTH: "${SECRET:AB}-${SECRET:A}" },
};

describe("placeholders", () => {
  test("are found in every string, with where they stand", () => {
    expect(findPlaceholders(server, "s")).toEqual([
      { name: "A", path: ["args", 0] },
      { name: "__proto__", path: ["env", "__proto__"] },
      { name: "AB", path: ["env", "BOTH"] },
      { name: "A", path: ["env", "BOTH"] },
    ]);
  });

  test("are filled, and nothing else is touched", () => {
    const values = new Map([
      ["A", 'one\n"$& $1'],
      ["AB", "two"],
      ["__proto__", "three"],
    ]);
    const filled = fillPlaceholders(server, values, "s");
    expect(filled.args).toEqual(['--token=one\n"$& $1', "${HOME}"]);
    expect(Object.entries(filled.env)).toEqual([
      ["__proto__", "three"],
      ["BOTH", 'two-one\n"$& $1'],
    ]);
    expect(server.args[0]).toBe("--token=${SECRET:A}");
  });

  test.each([
    "${SECRET:}",
    "${SECRET:a-b}",
    "${SECRET:A",
    "x${SECRET:A}${SECRET:",
    "${SECRET:KEYS}",
    "${SECRET:keys_file}",
  ])("that are malformed or reserved are refused: %s", (text) => {
    expect(() => findPlaceholders([text], "s")).toThrow(expect.objectContaining({ code: "SECRET_INVALID" }));
  });

  test.each([
    ["${SECRET:A}", "a${HOME}b"],
    ["$${SECRET:A}", "{HOME}"],
    ["${SECRET:A}HOME}", "${"],
    ["${HOME:-${SECRET:A}}", "fallback"],
    ["${SECRET:A}", "${SECRET:B}"],
  ])("whose value the client would expand are refused: %s with %s", (text, value) => {
    const fill = () => fillPlaceholders({ env: { X: text } }, new Map([["A", value]]), "mcpServers.s");
    expect(fill).toThrow(expect.objectContaining({ code: "SECRET_INVALID" }));
    expect(fill).toThrow(/secret A .* mcpServers\.s\.env\.X/);
  });

  test("leave the client's own variables beside them alone", () => {
    const filled = fillPlaceholders("${HOME}/${SECRET:A}$", new Map([["A", "$a{b}"]]), "s");
    expect(filled).toBe("${HOME}/$a{b}$");
  });
});
