import { describe, expect, test } from "vitest";
import { claimsAround } from "../../src/trace/graph/around.ts";
import { Draft, type LinkClaim, linkId } from "../../src/trace/graph/draft.ts";
import { drawGraph } from "../../src/trace/graph/draw-graph.ts";
import { findNode } from "../../src/trace/graph/find-node.ts";

const signal = new AbortController().signal;
const claim = (from: string, to: string, more: Partial<LinkClaim> = {}): LinkClaim => ({
  ...{ from, to, says: "made", restsOn: "a record", verifiedBy: "reading it" },
  verify: () => ({ verdict: "holds", detail: "as it was" }),
  ...more,
});
const around = (claims: readonly LinkClaim[], start: string) => claimsAround(claims, start).map(linkId);

describe("what hangs together with a thing", () => {
  const claims = [
    claim("tree:1", "image:a"),
    claim("tree:1", "image:b"),
    claim("image:a", "tag:a"),
    claim("image:a", "stack:s"),
  ];

  test("is the way back to its source and the way forward to its copies, and no other copy of the source", () => {
    expect(around(claims, "image:a")).toEqual([
      "tree:1 -> image:a",
      "image:a -> tag:a",
      "image:a -> stack:s",
    ]);
    expect(around(claims, "image:b")).toEqual(["tree:1 -> image:b"]);
    expect(around(claims, "tree:1")).toHaveLength(4);
  });

  test("is of a name what is of its image", () => {
    expect(around(claims, "tag:a")).toEqual(around(claims, "image:a"));
  });

  test("leaves out copies of an earlier state, unless somebody asks where such a copy comes from", () => {
    const stale = [
      claim("tree:1", "rows:x"),
      claim("rows:x", "attempt:1", { isPast: true }),
      claim("rows:x", "attempt:2"),
      claim("attempt:1", "run:1"),
    ];
    expect(around(stale, "tree:1")).toEqual(["tree:1 -> rows:x", "rows:x -> attempt:2"]);
    expect(around(stale, "run:1")).toEqual(["tree:1 -> rows:x", "rows:x -> attempt:1", "attempt:1 -> run:1"]);
  });

  test("is found where it leads back to itself", () => {
    expect(around([claim("a", "b"), claim("b", "a")], "a")).toEqual(["a -> b", "b -> a"]);
  });
});

describe("a graph", () => {
  test("says of a link that cannot be looked at which fault it was, and looks at the others", async () => {
    const draft = new Draft();
    const [tree, image, tag] = [draft.node("tree", "t"), draft.node("image", "i"), draft.node("tag", "n")];
    draft.claim(
      claim(tree, image, { verify: () => ({ verdict: "broken", code: "FILE_CHANGED", detail: "x" }) }),
    );
    draft.claim(claim(image, tag));
    const { graph, findings } = await drawGraph(draft, findNode(draft, "i"), signal);
    expect(graph).toMatchObject({
      subject: "image:i",
      nodes: [{ id: "tree:t" }, { id: "image:i" }, { id: "tag:n" }],
      links: [{ verdict: "broken", code: "FILE_CHANGED" }, { verdict: "holds" }],
    });
    expect(findings).toMatchObject([{ code: "FILE_CHANGED", severity: "error", path: "tree:t -> image:i" }]);
  });

  test("hides no mistake of the program behind a link that is not verified", async () => {
    const draft = new Draft();
    const ends = [draft.node("tree", "t"), draft.node("image", "i")] as const;
    draft.claim(
      claim(...ends, {
        verify: () => {
          throw new TypeError("a defect");
        },
      }),
    );
    await expect(drawGraph(draft, findNode(draft, "i"), signal)).rejects.toThrow("a defect");
  });
});

describe("a word", () => {
  const draft = new Draft();
  draft.node("template", "reviewer");
  draft.node("lock", "reviewer");
  draft.node("agent", "concierge");
  draft.node("stack", "shared");
  draft.node("agent", "shared");

  test("means what has the name, and not what only belongs to it", () => {
    expect(findNode(draft, "reviewer").id).toBe("template:reviewer");
    expect(findNode(draft, "lock:reviewer").id).toBe("lock:reviewer");
  });

  test("that means nothing is answered with the nearest name", () => {
    expect(() => findNode(draft, "concerge")).toThrow(
      expect.objectContaining({
        code: "TRACE_UNKNOWN",
        message: expect.stringContaining('did you mean "concierge"'),
      }),
    );
  });

  test("that means several things is answered with all of them", () => {
    expect(() => findNode(draft, "shared")).toThrow(
      expect.objectContaining({
        code: "TRACE_AMBIGUOUS",
        message: expect.stringContaining("agent:shared and stack:shared"),
      }),
    );
  });
});
