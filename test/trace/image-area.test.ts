import { expect, test } from "vitest";
import { addImage } from "../../src/trace/areas/image-area.ts";
import { Draft } from "../../src/trace/graph/draft.ts";
import { drawGraph } from "../../src/trace/graph/draw-graph.ts";
import { findNode } from "../../src/trace/graph/find-node.ts";

const { signal } = new AbortController();
const digest = `sha256:${"0".repeat(64)}`;

test.each([
  ["a file of this machine", `docker-archive:/etc/passwd@${digest}`],
  ["a directory of this machine", `oci:/srv/images@${digest}`],
  ["the engine of this machine", `docker-daemon:agent@${digest}`],
  ["nothing that is a reference", `//@${digest}`],
])("an object that names %s opens nothing, and the link to it is not verified", async (_, reference) => {
  const draft = new Draft();
  const opened: string[] = [];
  const area = {
    open: (named: string) => {
      opened.push(named);
      return Promise.reject(new Error("it was opened"));
    },
    destination: "opt/x",
    statements: async () => {},
    signal,
  };
  const traced = { reference, namedBy: "a stack", isForeign: true };
  expect(await addImage(draft, area, traced, new Map())).toBe(undefined);
  expect(opened).toEqual([]);
  const { graph } = await drawGraph(draft, findNode(draft, reference), signal);
  expect(graph.links).toMatchObject([{ verdict: "unverified", code: "REFERENCE_INVALID" }]);
});
