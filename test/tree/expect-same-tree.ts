import { createHash } from "node:crypto";
import { expect } from "vitest";
import { FileTree, type TreeFileInput } from "../../src/tree/file-tree.ts";
import { unsafeReason } from "../../src/tree/path.ts";

/** A tree written down in a test: text or bytes of a 0644 file, or `[mode, content]`. */
export type TreeLiteral = Readonly<
  Record<string, string | Uint8Array | readonly [mode: number, content: string | Uint8Array]>
>;

export function filesOf(literal: TreeLiteral): TreeFileInput[] {
  return Object.entries(literal).map(([path, value]) => {
    const [mode, content] = typeof value === "string" || value instanceof Uint8Array ? [0o644, value] : value;
    return { path, mode, bytes: typeof content === "string" ? Buffer.from(content) : content };
  });
}

export function treeOf(literal: TreeLiteral): FileTree {
  return FileTree.of(filesOf(literal), "test");
}

/**
 * The invariants of a tree, each worked out here anew, and that it holds exactly the files expected: sorted by
 * bytes, safe paths, two modes, true digests, and the digest of the specification.
 */
export function expectSameTree(actual: FileTree, expected: FileTree | TreeLiteral): void {
  const files = [...actual];
  const paths = files.map((file) => file.path);
  expect(paths).toEqual([...paths].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  const lines = ["identikit-tree/v1\n"];
  for (const file of files) {
    expect(unsafeReason(file.path)).toBeUndefined();
    expect([0o644, 0o755]).toContain(file.mode);
    const sum = createHash("sha256").update(file.bytes).digest("hex");
    expect(file.digest).toBe(`sha256:${sum}`);
    lines.push(`100${file.mode.toString(8)} ${sum} ${file.path}\n`);
  }
  expect(actual.digest).toBe(`sha256:${createHash("sha256").update(lines.join("")).digest("hex")}`);
  expect(actual.size).toBe(files.length);

  const want = expected instanceof FileTree ? expected : treeOf(expected);
  const content = (tree: FileTree) =>
    Object.fromEntries(
      [...tree].map(({ path, mode, bytes }) => [
        path,
        `${mode.toString(8)} ${Buffer.from(bytes).toString("latin1")}`,
      ]),
    );
  expect(content(actual)).toEqual(content(want));
  expect(actual.digest).toBe(want.digest);
}
