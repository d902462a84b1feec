import { expect, test } from "vitest";
import { z } from "zod";
import { checkDocument } from "../../src/document/check.ts";
import { examineJson, parseJson } from "../../src/document/json.ts";
import { decodeText } from "../../src/document/text.ts";
import { examineYaml, parseYaml } from "../../src/document/yaml.ts";
import { IdentikitError } from "../../src/fault/error.ts";

function faultOf(run: () => unknown): IdentikitError {
  try {
    run();
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
  throw new Error("nothing was thrown");
}

test("a key that is not known is named with its file and line", () => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ name: z.string() })) });
  const document = parseJson(
    '{\n  "list": [\n    {"name": "a"},\n    {"name": "b",\n     "nmae": "c"}\n  ]\n}',
    "m.json",
  );
  const fault = faultOf(() => checkDocument(document, schema, "MANIFEST_INVALID"));
  expect(fault.code).toBe("MANIFEST_INVALID");
  expect(fault.message).toBe('m.json:5: unknown key "list[1].nmae"; did you mean "name"?');
  expect(fault.remedy).toBe("Rename or remove it; known here: name.");
  expect(fault.location).toEqual({ file: "m.json", line: 5 });
});

test.each([
  ["behind a default and in a record", { groups: { a: { colour: 1 } } }, "known here: color"],
  ["of a union, from all its members", { one: { kind: "b", wdth: 1 } }, "width"],
  ["far from every known key", { qqqqqq: 1 }, "groups, one"],
])("a key %s is answered with what is known there", (_, value, expected) => {
  const member = (kind: string, key: string) => z.strictObject({ kind: z.literal(kind), [key]: z.int() });
  const schema = z.strictObject({
    groups: z.record(z.string(), z.strictObject({ color: z.int().optional() })).default({}),
    one: z.discriminatedUnion("kind", [member("a", "height"), member("b", "width")]).optional(),
  });
  const fault = faultOf(() =>
    checkDocument(parseJson(JSON.stringify(value), "x.json"), schema, "ROW_INVALID"),
  );
  expect(`${fault.message} ${fault.remedy}`).toContain(expected);
});

test.each([
  ["that is missing", {}, 'kind is missing Add it; allowed: "stdio", "http".'],
  ["that is misspelt", { kind: "stdoi" }, 'kind is "stdoi"; did you mean "stdio"? Allowed: "stdio", "http".'],
  ["of another type", { kind: "stdio", args: 1 }, "args: expected array, received number Fix this value."],
])("a value %s is answered with what is allowed", (_, value, expected) => {
  const schema = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("stdio"), args: z.array(z.string()).optional() }),
    z.strictObject({ kind: z.literal("http") }),
  ]);
  const fault = faultOf(() =>
    checkDocument(parseJson(JSON.stringify(value), "x.json"), schema, "ROW_INVALID"),
  );
  expect(`${fault.message} ${fault.remedy}`).toBe(`x.json:1: ${expected}`);
});

test("whole-line comments are accepted where they are asked for and keep the line numbers", () => {
  const text = '{\n  // a note\n  "a": 1,\n  "url": "http://x" }';
  const document = parseJson(text, "m.json", { comments: "whole-line" });
  expect(document.value).toEqual({ a: 1, url: "http://x" });
  expect(document.lineOf(["url"])).toBe(4);
  expect(faultOf(() => parseJson(text, "m.json")).message).toMatch(/^m\.json:2: not valid JSON/);
});

const hundredMistakes = `{\n${Array.from({ length: 100 }, (_, at) => `"k${at}" ${at},`).join("\n")}\n"end": 1}`;

test.each([
  ["JSON", examineJson, '{\n  "a": 1\n  "b" 2,\n  "c": 3,\n  "d" 4\n}', [3, 5]],
  ["YAML", examineYaml, 'a: "x" y\nb: 1\nc: "p" q\nd: [1, 2\ne: 3\n', [1, 3, 5]],
  ["JSON with more than anybody reads", examineJson, hundredMistakes, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
])(
  "several mistakes in the syntax of %s are told at once, one a line, ten at most",
  (_, examine, text, lines) => {
    const { document, problems } = examine(text, "x");
    expect(document).toBeUndefined();
    expect(problems.map(({ line }) => line)).toEqual(lines);
    expect(problems[0]?.remedy).not.toContain("may follow");
    for (const { remedy } of problems.slice(1))
      expect(remedy).toContain("may follow from the mistake before it");
  },
);

test.each([
  ["a trailing comma", '{"a": 1,}'],
  ["a duplicate key", '{"a": 1, "a": 2}'],
  ["a prototype key", '{"__proto__": {}}'],
  ["an empty text", ""],
  ["text after the end", "{} {}"],
  ["a nesting bomb", "[".repeat(100_000)],
])("JSON with %s is refused", (_, text) => {
  expect(faultOf(() => parseJson(text, "x.json")).code).toBe("DOCUMENT_INVALID");
});

test.each([
  ["an alias", "a: &x [1]\nb: *x"],
  ["an alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c, *c]"],
  ["a duplicate key", "a: 1\na: 2"],
  ["a prototype key", "__proto__: {}"],
  ["a custom tag", "a: !!js/function x"],
  ["bad indentation", "a:\n  b: 1\n c: 2"],
])("YAML with %s is refused", (_, text) => {
  expect(faultOf(() => parseYaml(text, "x.yaml")).code).toBe("DOCUMENT_INVALID");
});

test("a YAML document is plain data with the line of each key", () => {
  const document = parseYaml("a: 1\nb:\n  c: yes\n", "x.yaml");
  expect(document.value).toEqual({ a: 1, b: { c: "yes" } });
  expect(document.lineOf(["b", "c"])).toBe(3);
});

test("a byte order mark is passed over, and bytes that are not UTF-8 are refused", () => {
  expect(decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), "x")).toBe("{}");
  expect(faultOf(() => decodeText(new Uint8Array([0x7b, 0xff]), "x")).code).toBe("DOCUMENT_INVALID");
});
