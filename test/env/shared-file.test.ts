import { describe, expect, it } from "vitest";
import { SharedFile } from "../../src/env/shared-file.ts";

/** Numbers that look random and are the same every time (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const spaces = ["", " ", "\n", "\r\n", "\t", "\n    ", " \n\n\t", "\r\n  "];
const scalars = [
  "1",
  "-0.0",
  "12345678901234567890",
  "1e400",
  "true",
  "null",
  '"a"',
  '"\\u007b\\"}"',
  '"é\\\\"',
  '"${V}"',
  "{}",
  "[]",
];
const names = ["a", "10", "2", "__proto__", "x\\u0079", "", "projects", "constructor", "é"];

interface Written {
  readonly text: string;
  /** Each member as it was written, `"key": value` with all its spaces, and its key. */
  readonly members: readonly { readonly key: string; readonly raw: string }[];
}

/** A JSON object with odd layout, odd numbers and odd names; `owned` stands in it so many times. */
function write(next: (below: number) => number, owned: number): Written {
  const pick = (from: readonly string[]) => from[next(from.length)] as string;
  const value = (depth: number): string => {
    if (depth > 3 || next(3) > 0) return pick(scalars);
    const items = Array.from({ length: next(4) }, (_, index) =>
      next(2) ? `${pick(spaces)}"k${index}"${pick(spaces)}:${value(depth + 1)}` : undefined,
    );
    const isObject = items.every((item) => item !== undefined);
    const inner = isObject ? items.join(",") : items.map(() => value(depth + 1)).join(`${pick(spaces)},`);
    return isObject ? `{${inner}${pick(spaces)}}` : `[${inner}${pick(spaces)}]`;
  };
  const keys = [
    ...Array.from({ length: next(5) }, () => pick(names)),
    ...Array.from({ length: owned }, () => "owned"),
  ];
  keys.sort(() => next(3) - 1);
  const members = keys.map((key) => ({ key, raw: `"${key}"${pick(spaces)}:${pick(spaces)}${value(0)}` }));
  const body = members.map(({ raw }) => pick(spaces) + raw + pick(spaces)).join(",");
  return {
    text: `${pick(spaces)}{${body}${members.length === 0 ? pick(spaces) : ""}}${pick(spaces)}`,
    members,
  };
}

describe("a shared file", () => {
  it("gets, changes and loses a key with every other member byte for byte as it was", () => {
    for (let seed = 0; seed < 3000; seed++) {
      const next = numbers(seed);
      const { text, members } = write(next, next(3));
      const mark = next(4) === 0 ? "\ufeff" : "";
      const value = next(3) === 0 ? undefined : { [`n${seed}`]: ["x", { y: "${V}\n" }], "7": 1, "3": "é" };
      const file = SharedFile.parse(Buffer.from(mark + text), "test");
      expect(file.count("owned")).toBe(members.filter(({ key }) => key === "owned").length);
      const after = file.with("owned", value).bytes().toString();
      expect(after.startsWith(mark)).toBe(true);

      const parsed = JSON.parse(after.slice(mark.length));
      expect(Object.hasOwn(parsed, "owned") ? parsed.owned : undefined).toEqual(value);
      const again = SharedFile.parse(Buffer.from(after), "test");
      expect(again.count("owned")).toBe(value === undefined ? 0 : 1);
      expect(again.with("owned", value).value("owned")).toEqual(value);

      let at = 0;
      for (const { raw } of members.filter(({ key }) => key !== "owned")) {
        const found = after.indexOf(raw, at);
        expect(found, `${JSON.stringify(text)} lost ${raw}`).not.toBe(-1);
        at = found + raw.length;
      }
    }
  });

  it.each([
    ["two spaces", '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "k": {\n    "x": 1\n  }\n}\n'],
    ["tabs and CRLF", '{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"k": {\r\n\t\t"x": 1\r\n\t}\r\n}'],
    ["one line", '{"a":1}', '{"a":1,"k":{"x":1}}'],
    ["one line with spaces", '{ "a": 1 }', '{ "a": 1, "k": {"x":1} }'],
    ["nothing in it", "{}", '{\n  "k": {\n    "x": 1\n  }\n}'],
  ])("with %s keeps its layout", (_, text, expected) => {
    const file = SharedFile.parse(Buffer.from(text), "test").with("k", { x: 1 });
    expect(file.bytes().toString()).toBe(expected);
    expect(file.with("k", undefined).value("k")).toBeUndefined();
  });

  it("of ten megabytes, or nested very deep, is edited in its place", () => {
    const large = `{"history": ["${"x".repeat(10_000_000)}"], "owned": 1}`;
    expect(SharedFile.parse(Buffer.from(large), "test").with("owned", 2).bytes().toString()).toBe(
      large.replace('"owned": 1', '"owned": 2'),
    );
    const deep = `{"a": ${"[".repeat(5000)}${"]".repeat(5000)}, "owned": 1}`;
    expect(SharedFile.parse(Buffer.from(deep), "test").with("owned", 2).bytes().toString()).toBe(
      deep.replace('"owned": 1', '"owned": 2'),
    );
  });
});
