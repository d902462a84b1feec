import { expect, test } from "vitest";
import { isExactNumber, valueTextProblem } from "../../src/config/connection/value-text.ts";
import { requires } from "../requirement.ts";
import { PostgresServer } from "../services/postgres.ts";
import { carryRandomValues } from "./carried-values.ts";
import { randomFrom } from "./random-writes.ts";

requires(
  "initdb",
  "postgres",
  "psql",
  "sqlite3",
)("the rule of values", () => {
  test("is the same for both databases, for an old SQLite and for the reader, and what it takes comes back unchanged", async () => {
    await using server = await PostgresServer.start();
    const { accepted, rows, differences } = await carryRandomValues(server, 1000, 20261121);
    expect(differences).toEqual([]);
    expect(accepted).toBeGreaterThan(rows / 4);
    expect(accepted).toBeLessThan((rows * 3) / 4);
  });
});

test("a number that is exact is written by JavaScript as it stands", () => {
  const random = randomFrom(7);
  let exact = 0;
  for (let round = 0; round < 20_000; round++) {
    const digits = (most: number) => Array.from({ length: 1 + random(most) }, () => random(10)).join("");
    const whole = random(2) === 0 ? "0" : digits(17).replace(/^0+(?=\d)/, "");
    const text = `${random(3) === 0 ? "-" : ""}${whole}${random(2) === 0 ? `.${"0".repeat(random(8))}${digits(10)}` : ""}`;
    if (!isExactNumber(text)) continue;
    exact++;
    expect(String(Number(text))).toBe(text);
  }
  expect(exact).toBeGreaterThan(2000);
});

test.each([
  ["9007199254740991", true],
  ["-9007199254740991", true],
  ["9007199254740992", false],
  ["1.10", false],
  ["1e2", false],
  ["-0", false],
  ["0.000001", true],
  ["0.0000001", false],
])("the number %s is exact: %s", (text, exact) => {
  expect(isExactNumber(text)).toBe(exact);
});

test.each([
  ["a key twice", '{"a":1,"a":2}', "has a key twice"],
  ["a key twice, once escaped", '{"a":1,"\\u0061":2}', "has a key twice"],
  ["one key in several objects", '{"a":{"b":1},"c":[{"b":2},{"b":3}]}', undefined],
  ["64 levels", `${"[".repeat(64)}${"]".repeat(64)}`, undefined],
  ["65 levels", `${"[".repeat(65)}${"]".repeat(65)}`, "levels deep"],
  ["3,000 levels", `${"[".repeat(3000)}${"]".repeat(3000)}`, "levels deep"],
  ["brackets in a string", `["${"[".repeat(70)}"]`, undefined],
  ["NUL", '"\\u0000"', "the character NUL"],
  ["a backslash before u0000", '"\\\\u0000"', undefined],
  ["a surrogate pair", '"\\ud83d\\ude00"', undefined],
  ["half of one", '"\\ud83d"', "half of a surrogate pair"],
  ["more than 8 MiB", `"${"x".repeat(8 * 1024 * 1024)}"`, "is larger than"],
  ["a number with a zero at its end", "[1.50]", "the number 1.50"],
  ["two lines", "[1,\n2]", "one line"],
  ["white space", '{"a" : [1,\t"b" ]}', undefined],
])("the reader takes a value with %s, or says what is wrong", (_, text, problem) => {
  const said = valueTextProblem(text);
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(problem);
});
