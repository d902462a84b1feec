import { expect, test } from "vitest";
import { jsonPatch } from "../../../src/api/kubernetes/json-patch.ts";
import { mergePatch } from "../../../src/api/kubernetes/merge-patch.ts";

/** RFC 7386, appendix A. */
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("the merge patch of %j by %j is %j", (target, patch, result) => {
  expect(mergePatch(target, patch)).toEqual(result);
});

/** RFC 6902, appendix A. */
test.each([
  [{ foo: "bar" }, [{ op: "add", path: "/baz", value: "qux" }], { foo: "bar", baz: "qux" }],
  [{ foo: ["bar", "baz"] }, [{ op: "add", path: "/foo/1", value: "qux" }], { foo: ["bar", "qux", "baz"] }],
  [{ baz: "qux", foo: "bar" }, [{ op: "remove", path: "/baz" }], { foo: "bar" }],
  [{ foo: ["bar", "qux", "baz"] }, [{ op: "remove", path: "/foo/1" }], { foo: ["bar", "baz"] }],
  [{ baz: "qux", foo: "bar" }, [{ op: "replace", path: "/baz", value: "boo" }], { baz: "boo", foo: "bar" }],
  [
    { foo: { bar: "baz", waldo: "fred" }, qux: { corge: "grault" } },
    [{ op: "move", from: "/foo/waldo", path: "/qux/thud" }],
    { foo: { bar: "baz" }, qux: { corge: "grault", thud: "fred" } },
  ],
  [
    { foo: ["all", "grass", "cows", "eat"] },
    [{ op: "move", from: "/foo/1", path: "/foo/3" }],
    { foo: ["all", "cows", "eat", "grass"] },
  ],
  [
    { baz: "qux", foo: ["a", 2, "c"] },
    [
      { op: "test", path: "/baz", value: "qux" },
      { op: "test", path: "/foo/1", value: 2 },
    ],
    { baz: "qux", foo: ["a", 2, "c"] },
  ],
  [
    { foo: "bar" },
    [{ op: "add", path: "/child", value: { grandchild: {} } }],
    { foo: "bar", child: { grandchild: {} } },
  ],
  [{ foo: "bar" }, [{ op: "add", path: "/baz", value: "qux", xyz: 123 }], { foo: "bar", baz: "qux" }],
  [{ "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: 10 }], { "/": 9, "~1": 10 }],
  [
    { foo: ["bar"] },
    [{ op: "add", path: "/foo/-", value: ["abc", "def"] }],
    { foo: ["bar", ["abc", "def"]] },
  ],
  [{ a: 1 }, [{ op: "copy", from: "", path: "/b" }], { a: 1, b: { a: 1 } }],
])("the JSON patch of %j by %j is %j", (target, patch, result) => {
  expect(jsonPatch(target, patch)).toEqual(result);
});

test.each([
  [{ baz: "qux" }, [{ op: "test", path: "/baz", value: "bar" }], 422],
  [{ foo: "bar" }, [{ op: "add", path: "/baz/bat", value: "qux" }], 422],
  [{ "/": 9, "~1": 10 }, [{ op: "test", path: "/~01", value: "10" }], 422],
  [{ a: [] }, [{ op: "add", path: "/a/1", value: 1 }], 422],
  [{ a: {} }, [{ op: "move", from: "/a", path: "/a/b" }], 422],
  [{ a: {} }, [{ op: "add", path: "/__proto__/polluted", value: 1 }], 422],
  [{ a: {} }, [{ op: "jump", path: "/a" }], 400],
  [{ a: {} }, { op: "remove", path: "/a" }, 400],
  [{ a: "x".repeat(10_000) }, Array.from({ length: 40 }, () => ({ op: "copy", from: "", path: "/b" })), 413],
])("the JSON patch %# is refused", (target, patch, code) => {
  expect(() => jsonPatch(target, patch)).toThrow(expect.objectContaining({ name: "RequestRefused" }));
  try {
    jsonPatch(target, patch);
  } catch (refused) {
    expect((refused as { status(): { code: number } }).status().code).toBe(code);
  }
});
