import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imageArchive } from "../../src/image/layer/image-archive.ts";
import { type TarHeader, TarParser } from "../../src/tar/tar-parser.ts";
import { writeTar } from "../../src/tar/tar-writer.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { programPath, requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";

/** Every entry of an archive, its body as a digest; the archive comes in pieces of the given size. */
function parse(archive: Buffer, pieces: number): (Omit<TarHeader, "size"> & { digest?: string })[] {
  const entries: (Omit<TarHeader, "size"> & { digest?: string })[] = [];
  const parser = new TarParser(({ size: _, ...header }) => {
    const entry: (typeof entries)[number] = { ...header };
    entries.push(entry);
    if (header.type !== "file") return undefined;
    const parts: Buffer[] = [];
    return {
      write: (chunk) => parts.push(Buffer.from(chunk)),
      end: () => {
        entry.digest = digestOf(Buffer.concat(parts));
      },
    };
  }, imageArchive("test"));
  for (let at = 0; at < archive.length; at += pieces) parser.write(archive.subarray(at, at + pieces));
  parser.end();
  return entries;
}

const long = `${"directory-with-a-long-name/".repeat(6)}${"f".repeat(90)}`;
const longTarget = `../${"t".repeat(150)}`;

describe("the tar parser", () => {
  it("reads what our own writer writes, whatever the pieces in which it arrives", () => {
    const members = [
      { path: "a/", mode: 0o755 },
      { path: "a/empty", mode: 0o644, bytes: new Uint8Array() },
      { path: "a/exact", mode: 0o755, bytes: randomBytes(1024) },
      { path: long, mode: 0o644, bytes: randomBytes(70_000), owner: { uid: 7, gid: 2_000_000 } },
      { path: `ünïcode/${"ö".repeat(80)}`, mode: 0o644, bytes: Buffer.from("x") },
    ];
    const archive = Buffer.from(writeTar(members, 1_700_000_000));
    for (const pieces of [1, 7, 512, 4096, archive.length]) {
      const entries = parse(archive, pieces);
      expect(entries.map(({ path }) => path)).toEqual(members.map(({ path }) => path));
      expect(entries.map(({ mode }) => mode)).toEqual(members.map(({ mode }) => mode));
      expect(entries.map(({ digest }) => digest)).toEqual(
        members.map(({ path, bytes }) => (path.endsWith("/") ? undefined : digestOf(bytes ?? ""))),
      );
      expect(entries[3]).toMatchObject({ uid: 7, gid: 2_000_000 });
    }
  });

  it.each(["v7", "oldgnu", "gnu", "ustar", "pax"])("reads GNU tar's %s format", (format) => {
    const { directory, content } = sample(format === "v7" || format === "ustar" ? "short" : long);
    const archive = execFileSync("tar", ["--format", format, "-C", directory, "-cf", "-", "."], {
      maxBuffer: 1 << 26,
    });
    for (const pieces of [333, archive.length]) {
      const entries = new Map(parse(archive, pieces).map((entry) => [entry.path, entry]));
      for (const [path, digest] of content)
        expect(entries.get(`./${path}`)).toMatchObject({ type: "file", digest });
      const links = [...entries.values()].filter(({ type }) => type === "link");
      expect(links.map(({ target }) => target)).toEqual([expect.stringMatching(/^\.\/(one|two)$/)]);
      const target = format === "v7" || format === "ustar" ? "short" : longTarget;
      expect(entries.get("./link")).toMatchObject({ type: "symlink", target });
    }
  });

  it("knows sparse files of GNU tar, and finds what stands after them", () => {
    const directory = scratchDirectory();
    writeFileSync(join(directory, "a"), "start");
    truncateSync(join(directory, "a"), 8 << 20);
    writeFileSync(join(directory, "b"), "after");
    for (const format of ["gnu", "pax"]) {
      const args = ["--sparse", "--format", format, "-C", directory, "-cf", "-", "a", "b"];
      const entries = parse(execFileSync("tar", args), 512);
      expect(entries.map(({ type }) => type)).toEqual(["sparse", "file"]);
      expect(entries[1]?.digest).toBe(digestOf("after"));
    }
  });
});

requires("busybox")("the tar parser, on archives of others,", () => {
  it("reads busybox's", () => {
    const { directory, content } = sample("short");
    const archive = execFileSync(programPath("busybox") as string, ["tar", "-C", directory, "-cf", "-", "."]);
    const entries = new Map(parse(archive, 1000).map((entry) => [entry.path, entry]));
    for (const [path, digest] of content) expect(entries.get(`./${path}`)?.digest).toBe(digest);
  });
});

function sample(name: string): { directory: string; content: Map<string, string> } {
  const directory = scratchDirectory();
  mkdirSync(join(directory, name, ".."), { recursive: true });
  writeFileSync(join(directory, name), randomBytes(3000));
  writeFileSync(join(directory, "one"), "content of two names");
  linkSync(join(directory, "one"), join(directory, "two"));
  symlinkSync(name === long ? longTarget : "short", join(directory, "link"));
  return { directory, content: new Map([[name, digestOf(readFileSync(join(directory, name)))]]) };
}
