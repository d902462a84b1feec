import { describe, expect, test } from "vitest";
import {
  type DifferenceOptions,
  keptBefore,
  patchDifferences,
} from "../../../src/agents/run-bundle/patch-differences.ts";
import type { FileState, TreePatch } from "../../../src/agents/run-bundle/tree-patch.ts";
import { certain } from "../../../src/fault/certain.ts";
import { digestOf } from "../../../src/tree/digest.ts";

type Content = string | Uint8Array;

/** Compares one file before and after, as far as its content is kept. */
async function differenceOf(
  before: Content | undefined,
  after: Content | undefined,
  {
    lost = [],
    modes = [],
    ...more
  }: Partial<DifferenceOptions> & {
    readonly lost?: readonly (Content | undefined)[];
    readonly modes?: readonly FileState["mode"][];
  } = {},
) {
  const contents = new Map<string, Uint8Array>();
  const state = (content: Content | undefined, mode: FileState["mode"] = "100644") => {
    if (content === undefined) return undefined;
    const bytes = Buffer.from(content);
    if (!lost.includes(content)) contents.set(digestOf(bytes), bytes);
    return { mode, digest: digestOf(bytes), bytes: bytes.length };
  };
  const changes: TreePatch["changes"] = [
    { path: "a", before: state(before, modes[0]), after: state(after, modes[1]) },
  ];
  const read = (digest: string) => contents.get(digest);
  const shown = await patchDifferences(
    { changes },
    { read, suspectedSecrets: 0, most: { files: 10, lines: 50 }, ...more },
  );
  const { path: _, ...file } = certain(shown.files[0]);
  return file;
}

const binary = Buffer.from([1, 0, 2]);
const long = "x".repeat(keptBefore.file + 1);

describe("a patch is shown line by line", () => {
  test.each([
    [
      "a changed file",
      "a\nb\n",
      "a\nc\n",
      { change: "changed", lines: ["@@ -1,2 +1,2 @@", " a", "-b", "+c"] },
    ],
    ["a new file", undefined, "a\n", { change: "added", lines: ["@@ -0,0 +1,1 @@", "+a"] }],
    ["a removed file", "a\n", undefined, { change: "removed", lines: ["@@ -1,1 +0,0 @@", "-a"] }],
    [
      "a last line without its end",
      "a\n",
      "a",
      { lines: expect.arrayContaining(["\\ No newline at end of file"]) },
    ],
    ["other line ends", "a\r\n", "a\n", { lines: ["@@ -1,1 +1,1 @@", "-a\r", "+a"] }],
    ["a new file without content", undefined, "", { change: "added", lines: [], note: "It is empty." }],
    ["a binary file", binary, "a\n", { lines: [], note: "It is binary: it had 3 bytes and has 2." }],
    [
      "text that is not UTF-8",
      "a",
      Buffer.from([0xff, 0x61]),
      { lines: [], note: expect.stringMatching(/binary/) },
    ],
    [
      "a huge file",
      long,
      "a\n",
      { lines: [], note: expect.stringMatching(/too long to be compared here: it had 131073/) },
    ],
  ])("%s", async (_, before, after, shown) => {
    expect(await differenceOf(before, after)).toMatchObject(shown);
  });

  test("a change of its mode alone, or beside its text, is said", async () => {
    const modes = ["100644", "100755"] as const;
    const note = "Its mode was 100644 and is 100755.";
    expect(await differenceOf("a", "a", { modes })).toEqual({ change: "changed", lines: [], note });
    expect(await differenceOf("a\n", "b\n", { modes })).toMatchObject({ note, lines: { length: 3 } });
    expect((await differenceOf(undefined, undefined)).note).toBe("It was a link or a submodule.");
  });

  test("what it was before is not made up where it is not kept: its new text is shown", async () => {
    expect(await differenceOf("old\n", "new\n", { lost: ["old\n"] })).toEqual({
      ...{ change: "changed", lines: [], note: "What it was before is not kept.", text: "new\n" },
    });
    expect(await differenceOf("old\n", undefined, { lost: ["old\n"] })).toEqual({
      ...{ change: "removed", lines: [], note: "What it was before is not kept." },
    });
    expect(await differenceOf("old\n", "new\n", { lost: ["new\n"] })).toMatchObject({
      ...{ lines: [], note: "Its content is not here." },
    });
  });

  test("of one with something like a credential no text is shown (P-41)", async () => {
    const shown = await differenceOf("a\n", "password\n", { suspectedSecrets: 1 });
    expect(JSON.stringify(shown)).not.toContain("password");
    expect(shown.note).toContain("looks like a credential");
  });

  test("a file that is another one altogether is shown whole, and fast, as far as there is room", async () => {
    const lines = (seed: number) =>
      Array.from({ length: 9000 }, (_, at) => String((at * seed) % 97)).join("\n");
    const before = process.cpuUsage();
    const { lines: shown } = await differenceOf(lines(31), lines(57));
    expect(shown).toHaveLength(51);
    expect(shown.at(-1)).toMatch(/^\(and \d+ more lines\)$/);
    const [head, ...rest] = (await differenceOf(undefined, lines(1))).lines;
    expect(head).toBe("@@ -0,0 +1,9000 @@");
    expect(rest.slice(0, -1).every((line) => line.startsWith("+"))).toBe(true);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000, "milliseconds of the processor").toBeLessThan(5000);
  });

  test("files beyond those that there is room for are counted", async () => {
    const state = { mode: "100644" as const, digest: digestOf("a"), bytes: 1 };
    const changes = Array.from({ length: 12 }, (_, at) => ({ path: String(at), after: state }));
    const options = { read: () => Buffer.from("a"), suspectedSecrets: 0, most: { files: 10, lines: 5 } };
    expect(await patchDifferences({ changes }, options)).toMatchObject({ files: { length: 10 }, more: 2 });
    const huge = { ...state, bytes: keptBefore.file };
    const many = Array.from({ length: 10 }, (_, at) => ({ path: String(at), after: huge }));
    const { files } = await patchDifferences({ changes: many }, options);
    expect(files.at(-1)?.note).toContain("not compared here");
  });
});
