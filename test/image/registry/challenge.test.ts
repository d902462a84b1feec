import { expect, test } from "vitest";
import { parseChallenges } from "../../../src/image/registry/challenge.ts";

test.each([
  [undefined, []],
  ["", []],
  ["Basic", [{ scheme: "basic", parameters: {} }]],
  ['Basic realm="a, b"', [{ scheme: "basic", parameters: { realm: "a, b" } }]],
  [
    'Bearer realm="https://auth.example.com/token",service="registry",scope="repository:a/b:pull,push"',
    [
      {
        scheme: "bearer",
        parameters: {
          realm: "https://auth.example.com/token",
          service: "registry",
          scope: "repository:a/b:pull,push",
        },
      },
    ],
  ],
  [
    'bearer Realm = "x" , Service=registry, Basic realm="say \\"hi\\""',
    [
      { scheme: "bearer", parameters: { realm: "x", service: "registry" } },
      { scheme: "basic", parameters: { realm: 'say "hi"' } },
    ],
  ],
  [
    "Negotiate, Basic realm=x",
    [
      { scheme: "negotiate", parameters: {} },
      { scheme: "basic", parameters: { realm: "x" } },
    ],
  ],
  ['Bearer realm="unclosed', [{ scheme: "bearer", parameters: {} }]],
  ['Bearer __proto__="x"', [{ scheme: "bearer", parameters: JSON.parse('{"__proto__":"x"}') }]],
  ["\u0000\u0001", []],
])("the challenge %j is read", (header, expected) => {
  const plain = parseChallenges(header).map(({ scheme, parameters }) => ({
    scheme,
    parameters: { ...parameters },
  }));
  expect(JSON.stringify(plain)).toBe(JSON.stringify(expected));
});

test("a header without end is not read without end", () => {
  expect(parseChallenges("Bearer ".repeat(1_000_000)).length).toBeLessThan(5_000);
});
