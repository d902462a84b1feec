import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { AssetSelection } from "../../src/template/asset-selection.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { readArchive } from "../../src/tree/archive-reader.ts";
import { observeDirectory } from "../../src/tree/directory-reader.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { testArchiveServer } from "../template/archive-server.ts";
import { fetchingBench } from "../template/fetching.ts";
import { copiedForEachTest, firstCommit, newRepository } from "../template/git-repository.ts";
import { expectSameTree } from "../tree/expect-same-tree.ts";
import { directory, entry, file, link, longName, pax, tar, tgz } from "./tar-bytes.ts";

const good = file("config.yaml", "name: a\n");
const limits = defaultLimits;

interface Attack {
  readonly what: string;
  readonly archive: Buffer;
  readonly code: string;
  /** What the message must name, besides. */
  readonly names?: string | RegExp;
}

const base256 = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
const negative = Buffer.alloc(12, 0xff);

/** As `reference/attacks` lists them, in its order. */
const attacks: Attack[] = [
  // Names.
  ...[
    ["..", "../config.yaml", "PATH_ESCAPES"],
    [".. in the middle", "prompts/../../x", "PATH_ESCAPES"],
    [".. at the end", "prompts/..", "PATH_ESCAPES"],
    [".. outside the policy", "src/../x", "PATH_ESCAPES"],
    ["an absolute path", "/etc/passwd", "PATH_ESCAPES"],
    ["a drive letter", "C:evil", "PATH_UNSAFE"],
    ["a backslash", "..\\evil", "PATH_UNSAFE"],
    ["a network path", "\\\\server\\x", "PATH_UNSAFE"],
    ["a dot segment", "prompts/./a", "PATH_UNSAFE"],
    ["an empty segment", "prompts//a", "PATH_UNSAFE"],
    ["a leading ./", "./config.yaml", "PATH_UNSAFE"],
    [".. after normalisation", "\uff0e\uff0e/x", "PATH_ESCAPES"],
    ["one dot after normalisation", "prompts/\uff0e/x", "PATH_UNSAFE"],
    ["a two-dot leader", "\u2025/x", "PATH_ESCAPES"],
    ["a control character", "prompts/a\u0007b", "PATH_UNSAFE"],
    ["a line feed", "prompts/a\nb", "PATH_UNSAFE"],
    ["a trailing dot", "prompts/a.", "PATH_UNSAFE"],
    ["a trailing space", "prompts/a ", "PATH_UNSAFE"],
    ["a name that Windows reserves", "prompts/aux.md", "PATH_UNSAFE"],
    [".git", ".git/hooks/post-checkout", "PATH_UNSAFE"],
    [".GIT", "prompts/.GiT/config", "PATH_UNSAFE"],
    [".git's short name", "git~1/config", "PATH_UNSAFE"],
    [".git with a character that HFS+ ignores", ".g\u200cit/config", "PATH_UNSAFE"],
    ["an agent-owned path", "prompts/MEMORY.md", "AGENT_OWNED"],
    ["an agent-owned path in another case", "agent-skills/x/Claude.MD", "AGENT_OWNED"],
    ["sessions of the agent", "agent-skills/.claude/sessions/1", "AGENT_OWNED"],
  ].map(([what, name, code]) => ({
    what: what as string,
    archive: tgz(good, file(name as string)),
    code: code as string,
    names: JSON.stringify(name),
  })),
  { what: "an empty name", archive: tgz(good, file("")), code: "PATH_UNSAFE" },
  { what: "a NUL in a name", archive: tgz(good, file("prompts/a\0/../../evil")), code: "ARCHIVE_INVALID" },
  {
    what: "a name that is not UTF-8",
    archive: tgz(good, file(Buffer.from([0x61, 0xff]))),
    code: "ARCHIVE_INVALID",
  },
  { what: "a file whose name ends in a slash", archive: tgz(good, file("prompts/a/")), code: "PATH_UNSAFE" },
  {
    what: "a path that is too long",
    archive: tgz(good, pax({ path: `prompts/${"d/".repeat(8)}${"x".repeat(1100)}` }), file("x")),
    code: "PATH_UNSAFE",
  },
  {
    what: "a depth bomb",
    archive: tgz(good, pax({ path: `prompts/${"d/".repeat(200)}x` }), file("x")),
    code: "PATH_UNSAFE",
  },

  // Links.
  {
    what: "a symbolic link among the assets",
    archive: tgz(good, link("prompts/a.md", "/etc/passwd")),
    code: "ENTRY_TYPE",
    names: '"prompts/a.md"',
  },
  {
    what: "a symbolic link for a directory of assets",
    archive: tgz(good, link("prompts", "/etc"), file("prompts/x")),
    code: "ENTRY_TYPE",
    names: '"prompts"',
  },
  {
    what: "writing through a symbolic link",
    archive: tgz(good, link("way", ".."), file("way/x")),
    code: "PATH_COLLIDES",
  },
  {
    what: "links in a chain",
    archive: tgz(good, link("a", "b"), link("b", "prompts"), file("a/x")),
    code: "PATH_COLLIDES",
  },
  {
    what: "a hard link among the assets",
    archive: tgz(good, link("prompts/a", "config.yaml", "1")),
    code: "ENTRY_TYPE",
    names: "hard link",
  },
  {
    what: "a hard link to outside",
    archive: tgz(good, link("prompts/a", "../../etc/shadow", "1")),
    code: "ENTRY_TYPE",
  },
  {
    what: "a hard link to a symbolic link",
    archive: tgz(good, link("l", "/etc/passwd"), link("config.yaml", "l", "1")),
    code: "PATH_COLLIDES",
  },
  {
    what: "a hard link with content",
    archive: tgz(good, entry({ name: "prompts/a", type: "1", linkName: "config.yaml", content: "x" })),
    code: "ARCHIVE_INVALID",
  },
  { what: "a link without a target", archive: tgz(good, link("prompts/a", "")), code: "ARCHIVE_INVALID" },

  // Types.
  ...["3", "4", "6"].map((type) => ({
    what: `a special file of type ${type} among the assets`,
    archive: tgz(good, entry({ name: "prompts/a", type })),
    code: "ENTRY_TYPE",
    names: '"prompts/a"',
  })),
  ...["S", "7", "D", "M", "V", "A", "I", "N", "X", "Z", "\u00ff"].map((type) => ({
    what: `an entry of type ${JSON.stringify(type)}`,
    archive: tgz(good, entry({ name: "elsewhere", type, content: "x" })),
    code: "ENTRY_TYPE",
    names: '"elsewhere"',
  })),
  {
    what: "a sparse file by its pax records",
    archive: tgz(
      good,
      pax({ "GNU.sparse.major": "1", "GNU.sparse.name": "config.yaml" }),
      file("GNUSparseFile.0/x"),
    ),
    code: "ENTRY_TYPE",
  },
  {
    what: "a directory with content",
    archive: tgz(good, entry({ name: "prompts/", type: "5", content: "x" })),
    code: "ARCHIVE_INVALID",
  },

  // Duplicates.
  {
    what: "the same path twice",
    archive: tgz(good, file("config.yaml", "other")),
    code: "PATH_COLLIDES",
    names: '"config.yaml"',
  },
  {
    what: "the same path after case folding",
    archive: tgz(good, file("Config.YAML")),
    code: "PATH_COLLIDES",
  },
  {
    what: "the same path after case folding, outside the policy",
    archive: tgz(good, file("README.md"), file("readme.md")),
    code: "PATH_COLLIDES",
  },
  {
    what: "the same path after normalisation",
    archive: tgz(good, file("prompts/\u00e9"), file("prompts/e\u0301")),
    code: "PATH_COLLIDES",
  },
  {
    what: "a file where a directory is needed",
    archive: tgz(good, file("prompts"), file("prompts/a")),
    code: "PATH_COLLIDES",
  },
  {
    what: "a directory where a file is",
    archive: tgz(good, file("prompts/a"), file("prompts")),
    code: "PATH_COLLIDES",
  },
  {
    what: "a directory entry over a file",
    archive: tgz(good, directory("config.yaml")),
    code: "PATH_COLLIDES",
  },

  // Headers.
  {
    what: "a wrong checksum",
    archive: tgz(good, file("prompts/a", "x", { checksum: 1 })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a checksum of signed bytes, which only some readers take",
    archive: tgz(good, file("prompts/\u00e9", "x", { checksum: signedSum("prompts/\u00e9") })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "the form of the program star",
    archive: tgz(good, file("prompts/a", "x", { edit: (header) => header.write("tar\0", 508, "latin1") })),
    code: "ARCHIVE_INVALID",
    names: /no form of tar/,
  },
  {
    what: "GNU's form with a prefix, which some readers put before the name",
    archive: tgz(good, file("a", "x", { magic: "ustar  \0", prefix: "prompts" })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "an owner that is no number",
    archive: tgz(good, file("prompts/a", "x", { edit: (header) => header.write("root", 108, "latin1") })),
    code: "ARCHIVE_INVALID",
    names: /malformed number.*"config.yaml"/,
  },
  {
    what: "an unknown form of tar",
    archive: tgz(file("config.yaml", "x", { magic: "\0\0\0\0\0\0\0\0" })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a base-256 size",
    archive: tgz(good, file("prompts/a", "x", { size: base256 })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a negative size",
    archive: tgz(good, file("prompts/a", "x", { size: negative })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a size that is no number",
    archive: tgz(good, file("prompts/a", "x", { size: Buffer.from("0x1f       \0") })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a size beyond the archive",
    archive: tgz(good, file("prompts/a", "x", { size: 100_000 })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a size beyond every bound",
    archive: tgz(good, file("prompts/a", "x", { size: 8 * 2 ** 30 - 1 })),
    code: "ARCHIVE_TOO_LARGE",
  },
  {
    what: "a pax size that disagrees",
    archive: tgz(good, pax({ size: "0" }), file("prompts/a", good)),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a pax path that disagrees with a hostile name",
    archive: tgz(good, pax({ path: "prompts/a" }), file("../../evil")),
    code: "PATH_UNSAFE",
  },
  {
    what: "a long name that disagrees with a hostile name",
    archive: tgz(good, longName("prompts/a"), file("/etc/cron.d/x")),
    code: "PATH_UNSAFE",
  },
  {
    what: "a pax path that leads out",
    archive: tgz(good, pax({ path: "../evil" }), file("prompts/a")),
    code: "PATH_ESCAPES",
  },
  {
    what: "a long name that leads out",
    archive: tgz(good, longName("../evil"), file("prompts/a")),
    code: "PATH_ESCAPES",
  },
  {
    what: "a pax link target on a file",
    archive: tgz(good, pax({ linkpath: "/etc/passwd" }), file("prompts/a")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a link target on a file",
    archive: tgz(good, entry({ name: "prompts/a", linkName: "/etc/passwd" })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a pax header followed by a long name",
    archive: tgz(good, pax({ path: "prompts/a" }), longName("prompts/b"), file("x")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a long name followed by a pax header",
    archive: tgz(good, longName("prompts/b"), pax({ path: "prompts/a" }), file("x")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "two pax headers",
    archive: tgz(good, pax({ path: "prompts/a" }), pax({ path: "prompts/b" }), file("x")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "two long names",
    archive: tgz(good, longName("prompts/a"), longName("prompts/b"), file("x")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a second global header",
    archive: tgz(pax({ comment: "a" }, "g"), good, pax({ comment: "b" }, "g"), file("x")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a global header that names entries",
    archive: tgz(pax({ path: "prompts/a" }, "g"), good),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a global header that sizes entries",
    archive: tgz(pax({ size: "1" }, "g"), good),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "an extension header without its entry",
    archive: tgz(good, pax({ path: "prompts/a" })),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a header size bomb",
    archive: tgz(good, pax({ comment: "x".repeat(70_000) }), file("prompts/a")),
    code: "ARCHIVE_TOO_LARGE",
  },
  {
    what: "a long name that ends before its NUL",
    archive: tgz(
      good,
      cutName(longName(`prompts/${"g".repeat(120)}`), 16),
      file(`prompts/${"g".repeat(92)}`),
    ),
    code: "ARCHIVE_INVALID",
    names: /does not end where its size says|behind its end/,
  },
  {
    what: "a long name size bomb",
    archive: tgz(good, longName("x".repeat(70_000)), file("prompts/a")),
    code: "ARCHIVE_TOO_LARGE",
  },
  {
    what: "a pax record of a wrong length",
    archive: tgz(good, entry({ name: "x", type: "x", content: "99 path=../evil\n" }), file("prompts/a")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a pax record with a sign before its length",
    archive: tgz(good, entry({ name: "x", type: "x", content: "+18 path=prompts/b\n" }), file("prompts/a")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a pax record with an empty path",
    archive: tgz(good, entry({ name: "x", type: "x", content: "8 path=\n" }), file("prompts/a")),
    code: "PATH_UNSAFE",
  },
  {
    what: "an extension header that goes on in its last block",
    archive: tgz(good, goneOn(pax({ mtime: "1.5" })), file("prompts/a")),
    code: "ARCHIVE_INVALID",
    names: /goes on behind its end/,
  },
  {
    what: "a pax record with a line feed in it",
    archive: tgz(good, pax({ comment: "x\n18 path=../../evil", path: "a\nb" }), file("prompts/a")),
    code: "PATH_UNSAFE",
  },
  {
    what: "a pax record twice",
    archive: tgz(
      good,
      entry({ name: "x", type: "x", content: "13 path=prmt\n13 path=evil\n" }),
      file("prompts/a"),
    ),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a pax record with another character set",
    archive: tgz(good, pax({ hdrcharset: "BINARY" }), file("prompts/a")),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a NUL in a pax path",
    archive: tgz(good, pax({ path: "prompts/a\0/../../evil" }), file("prompts/a")),
    code: "ARCHIVE_INVALID",
  },

  // The archive as a whole.
  {
    what: "an archive cut short in an entry",
    archive: gzipSync(tar(good, file("prompts/a", "x".repeat(2000))).subarray(0, 2000)),
    code: "ARCHIVE_INVALID",
    names: /cut short/,
  },
  {
    what: "an archive without its end",
    archive: gzipSync(good),
    code: "ARCHIVE_INVALID",
    names: /cut short/,
  },
  {
    what: "an archive with one block of its end",
    archive: gzipSync(Buffer.concat([good, Buffer.alloc(512)])),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a gzip file cut short",
    archive: tgz(good, file("prompts/a")).subarray(0, -9),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a gzip file without its checksum",
    archive: tgz(good).subarray(0, -8),
    code: "ARCHIVE_INVALID",
    names: /cut short/,
  },
  { what: "a gzip file with a wrong checksum", archive: flipped(tgz(good), -6), code: "ARCHIVE_INVALID" },
  { what: "a gzip file with a wrong length", archive: flipped(tgz(good), -2), code: "ARCHIVE_INVALID" },
  {
    what: "rubbish after the archive's end",
    archive: gzipSync(Buffer.concat([tar(good), file("prompts/evil")])),
    code: "ARCHIVE_INVALID",
    names: /goes on after its end/,
  },
  {
    what: "archives one after the other",
    archive: gzipSync(Buffer.concat([tar(good), tar(file("prompts/evil"))])),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "a second gzip member",
    archive: Buffer.concat([gzipSync(good), tgz(file("prompts/evil"))]),
    code: "ARCHIVE_INVALID",
    names: /gzip member/,
  },
  {
    what: "an empty second gzip member",
    archive: Buffer.concat([tgz(good), gzipSync("")]),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "rubbish after the gzip file",
    archive: Buffer.concat([tgz(good), Buffer.from("rubbish")]),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "zeros after the gzip file",
    archive: Buffer.concat([tgz(good), Buffer.alloc(512)]),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "something that is not gzip",
    archive: Buffer.from("<html>Sign in</html>"),
    code: "ARCHIVE_INVALID",
    names: /not a gzip file/,
  },
  {
    what: "a gzip header without end",
    archive: Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]), Buffer.alloc(9000, 0x61)]),
    code: "ARCHIVE_INVALID",
  },
  { what: "nothing at all", archive: Buffer.alloc(0), code: "ARCHIVE_INVALID" },
  { what: "gzip inside gzip", archive: gzipSync(tgz(good)), code: "ARCHIVE_INVALID" },

  // Bombs.
  {
    what: "a gzip bomb",
    archive: gzipSync(Buffer.alloc(200 * 2 ** 20)),
    code: "ARCHIVE_TOO_LARGE",
    names: /unpacked/,
  },
  {
    what: "a gzip bomb in one entry",
    archive: tgz(good, file("README.md", Buffer.alloc(17 * 2 ** 20))),
    code: "ARCHIVE_TOO_LARGE",
  },
  {
    what: "an archive that is too large as it is sent",
    archive: gzipSync(randomBytes(17 * 2 ** 20), { level: 0 }),
    code: "ARCHIVE_INVALID",
  },
  {
    what: "very many empty entries",
    archive: tgz(...Array.from({ length: 12_000 }, (_, index) => file(`e${index}`, ""))),
    code: "ARCHIVE_TOO_LARGE",
    names: /10000 entries/,
  },
];

/** The checksum of a file's header, each byte from 0x80 on counted as 256 less. */
function signedSum(name: string): number {
  const header = file(name).subarray(0, 512).fill(" ", 148, 156);
  return header.reduce((total, byte) => total + (byte < 0x80 ? byte : byte - 256), 0);
}

/** An extension header with something behind its records, in the block that they end in. */
function goneOn(header: Buffer): Buffer {
  header.write("x", header.length - 1, "latin1");
  return header;
}

/** A long name header that claims another size, with its checksum put right. */
function cutName(header: Buffer, size: number): Buffer {
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.fill(" ", 148, 156);
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return header;
}

function randomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, seed = 1; at < length; at++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    bytes[at] = seed >> 16;
  }
  return bytes;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = copy.length + at;
  copy[index] = (copy[index] as number) ^ 0x10;
  return copy;
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(archive: Buffer, size = 65_536) {
  const selection = new AssetSelection(policyNamed(), "archive x", limits);
  return readArchive(inPieces(archive, size), { owner: "archive x", selection, maxBytes: limits.maxBytes });
}

describe("an archive is refused, with the entry and the rule, for", () => {
  test.each(attacks)("$what", async ({ archive, code, names = "" }) => {
    for (const size of archive.length < 20_000 ? [1, 511, 65_536] : [65_536]) {
      const fault = await read(archive, size).then(
        () => undefined,
        (caught: unknown) => caught,
      );
      expect(fault).toMatchObject({ name: "IdentikitError", code });
      const { message } = fault as Error;
      if (typeof names === "string") expect(message).toContain(names);
      else expect(message).toMatch(names);
      expect(message).not.toContain("\n");
    }
  });
});

const template = copiedForEachTest((path) => ({ commit: firstCommit(path, { "config.yaml": "name: a\n" }) }));

describe("a refused archive", () => {
  test("leaves everything as it was, whichever rule it breaks", async () => {
    const repository = template();
    const server = await testArchiveServer({ "acme/a": repository.path });
    const bench = fetchingBench([{ name: "a", repo: "acme/a", ref: "main" }]);
    const hosts = [{ provider: "gitea", baseUrl: server.origin } as const];
    expect((await bench.fetch({ hosts })).results[0]).toMatchObject({ kind: "fetched" });
    writeFiles(bench.into, { "a/mine.txt": "mine" });
    const before = observeDirectory(bench.root);
    for (const { what, archive } of attacks) {
      server.archive = archive;
      expect((await bench.fetch({ hosts })).results[0], what).toMatchObject({ kind: "failed" });
      expect(observeDirectory(bench.root), what).toEqual(before);
    }
  });

  test("does not reach through links that were planted in the destination", async () => {
    const { path } = newRepository({
      "config.yaml": "name: a\n",
      "prompts/a.md": "new",
      "agent-skills/s/x": "new",
    });
    const server = await testArchiveServer({ "acme/a": path });
    const bench = fetchingBench([{ name: "a", repo: "acme/a", ref: "main" }]);
    const outside = writeFiles(scratchDirectory(), {
      "a.md": "precious",
      "s/x": "precious",
      config: "precious",
    });
    writeFiles(bench.into, { "a/agent-skills/keep": "" });
    symlinkSync(outside, join(bench.into, "a/prompts"));
    symlinkSync(join(outside, "s"), join(bench.into, "a/agent-skills/s"));
    symlinkSync(join(outside, "config"), join(bench.into, "a/config.yaml"));
    const hosts = [{ provider: "gitea", baseUrl: server.origin } as const];
    expect((await bench.fetch({ hosts })).results[0]).toMatchObject({ fault: { code: "PATH_LINKED" } });
    const contents = observeDirectory(outside, { withBytes: true }).flatMap(
      (each) => each.bytes?.toString() ?? [],
    );
    expect(contents).toEqual(["precious", "precious", "precious"]);
  });
});

describe("an archive is read, survived or left out where it may be:", () => {
  test("links, special files and anything else outside the policy are left out and listed", async () => {
    const selection = new AssetSelection(policyNamed(), "archive x", limits);
    const archive = tgz(
      good,
      link("l", "/etc"),
      link("h", "config.yaml", "1"),
      entry({ name: "f", type: "6" }),
      file("CLAUDE.md"),
      directory("src"),
    );
    const { tree } = await readArchive(inPieces(archive, 700), {
      owner: "archive x",
      selection,
      maxBytes: limits.maxBytes,
    });
    expectSameTree(tree, { "config.yaml": "name: a\n" });
    expect(selection.leftOut).toEqual(["CLAUDE.md", "f", "h", "l"]);
  });

  test("a header for the whole archive takes nothing from the file before it, nor from the one after it", async () => {
    const long = "a longer text\n".repeat(3000);
    const files = { "config.yaml": "name: a\n", "prompts/long": long, "prompts/none": "", "prompts/z": "z" };
    const entries = Object.entries(files).map(([path, text]) => file(path, text));
    const archive = tgz(...entries.slice(0, 1), pax({ comment: "a".repeat(40) }, "g"), ...entries.slice(1));
    for (const size of [3, 700, 65_536]) {
      const { tree, comment } = await read(archive, size);
      expectSameTree(tree, files);
      expect(comment).toBe("a".repeat(40));
    }
  });

  test("setuid, setgid, sticky and world-writable modes become 0644 or 0755", async () => {
    const modes = [0o4755, 0o2755, 0o1777, 0o666, 0o777, 0o000, 0o4644, 0o7777];
    const { tree } = await read(
      tgz(...modes.map((mode) => file(`prompts/${mode.toString(8)}`, "x", { mode }))),
    );
    expect(Object.fromEntries([...tree].map((each) => [each.path.slice(8), each.mode.toString(8)]))).toEqual({
      "0": "644",
      "1777": "755",
      "2755": "755",
      "4644": "644",
      "4755": "755",
      "666": "644",
      "777": "755",
      "7777": "755",
    });
  });

  test("a tree has the same digest whatever the compression, and in whatever pieces it comes", async () => {
    const entries = [
      good,
      pax({ path: `prompts/${"ä".repeat(120)}.md` }),
      file("prompts/x", "y".repeat(5000)),
    ];
    const digests = new Set<string>();
    for (const level of [0, 1, 9]) {
      for (const size of [1, 13, 512, 4096]) {
        digests.add((await read(gzipSync(tar(...entries), { level }), size)).tree.digest);
      }
    }
    expect(digests.size).toBe(1);
  });

  test("long names of GNU tar and of pax, and the ustar prefix, mean what they say", async () => {
    const name = `prompts/${"n".repeat(150)}.md`;
    const { tree } = await read(
      tgz(
        longName(name),
        file(name, "gnu", { magic: "ustar  \0" }),
        pax({ path: `${name}x` }),
        file(`${name}x`, "pax"),
        file("a.md", "prefix", { prefix: "prompts/deep" }),
      ),
    );
    expectSameTree(tree, { [name]: "gnu", [`${name}x`]: "pax", "prompts/deep/a.md": "prefix" });
  });

  test.each([
    ["GNU tar, GNU form", "tar --format=gnu -czf out.tgz config.yaml prompts"],
    ["GNU tar, pax form", "tar --format=pax -czf out.tgz config.yaml prompts"],
    ["GNU tar, ustar form", "tar --format=ustar -czf out.tgz config.yaml prompts/a.md"],
    ["GNU tar and gzip -9", "tar -cf - config.yaml prompts | gzip -9 > out.tgz"],
    [
      "git archive",
      "git init -q . && git add config.yaml prompts && git archive --format=tar.gz -o out.tgz $(git write-tree)",
    ],
  ])("what %s writes", async (_tool, command) => {
    const root = writeFiles(scratchDirectory(), {
      "config.yaml": "name: a\n",
      "prompts/a.md": "a",
      [`prompts/${"l".repeat(120)}/日本語.md`]: "long",
    });
    execFileSync("sh", ["-c", command], { cwd: root });
    const { readFileSync } = await import("node:fs");
    const { tree } = await read(readFileSync(join(root, "out.tgz")));
    const long = command.includes("ustar") ? {} : { [`prompts/${"l".repeat(120)}/日本語.md`]: "long" };
    expectSameTree(tree, { "config.yaml": "name: a\n", "prompts/a.md": "a", ...long });
  });
});
