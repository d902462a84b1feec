import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { IdentikitError } from "../../src/fault/error.ts";
import { AssetSelection } from "../../src/template/asset-selection.ts";
import { policyNamed } from "../../src/template/policy.ts";
import { defaultLimits } from "../../src/template/source.ts";
import { readArchive } from "../../src/tree/archive-reader.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";
import { writeFiles } from "../scratch.ts";
import { directory, file, longName, pax, tar } from "./tar-bytes.ts";

const policy = policyNamed();

/** How a run of mutated archives came out; a wrong answer is thrown, not counted. */
export interface FuzzOutcome {
  refused: number;
  /** Read, and GNU tar agrees on every asset. */
  right: number;
}

/** Numbers that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * Reads archives that were made by mutating good ones. Each must be refused with a fault of ours, or give the tree that
 * GNU tar unpacks from it, within two seconds.
 */
export async function fuzzArchives(count: number, seed: number): Promise<FuzzOutcome> {
  const random = randomFrom(seed);
  const scratch = mkdtempSync(join(tmpdir(), "identikit-fuzz-"));
  try {
    const originals = goodArchives(scratch);
    const outcome: FuzzOutcome = { refused: 0, right: 0 };
    for (let round = 0; round < count; round++) {
      const archive = mutate(originals, random);
      const tree = await readOne(archive, `seed ${seed}, round ${round}`);
      if (tree) agreeWithGnuTar(archive, tree, join(scratch, "unpacked"), `seed ${seed}, round ${round}`);
      outcome[tree ? "right" : "refused"]++;
    }
    if (readdirSync(scratch).some((name) => name !== "unpacked" && name !== "source"))
      throw new Error("something was written");
    return outcome;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Unpacked archives of several tools, and one that has every form of long name. */
function goodArchives(scratch: string): Buffer[] {
  const root = writeFiles(join(scratch, "source"), {
    "config.yaml": "name: a\n",
    "mcp_servers.yaml": "servers: {}\n",
    "README.md": "# a\n".repeat(300),
    "prompts/a.md": "hello\n".repeat(200),
    [`prompts/${"l".repeat(110)}/é.md`]: "long\n",
    "agent-skills/s/SKILL.md": "skill\n",
  });
  const run = (command: string) =>
    execFileSync("sh", ["-c", command], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  const all = "config.yaml mcp_servers.yaml README.md prompts agent-skills";
  return [
    run(`tar --format=gnu -cf - ${all}`),
    run(`tar --format=pax -cf - ${all}`),
    gunzipSync(run(`git init -q . && git add ${all} && git archive --format=tar.gz $(git write-tree)`)),
    tar(
      pax({ comment: "0".repeat(40) }, "g"),
      directory("prompts"),
      longName(`prompts/${"g".repeat(120)}`),
      file(`prompts/${"g".repeat(100)}`, "gnu", { magic: "ustar  \0" }),
      pax({ path: `prompts/${"p".repeat(120)}`, mtime: "1.5" }),
      file("prompts/p", "pax"),
      file("a.md", "prefix", { prefix: "prompts/deep" }),
    ),
  ];
}

async function readOne(archive: Buffer, what: string): Promise<FileTree | undefined> {
  const before = process.cpuUsage();
  const tree = await readOrRefuse(archive, what);
  const { user, system } = process.cpuUsage(before);
  if (user + system > 2_000_000) throw new Error(`${what}: took too long`);
  return tree;
}

async function readOrRefuse(archive: Buffer, what: string): Promise<FileTree | undefined> {
  const owner = "archive";
  const selection = new AssetSelection(policy, owner, defaultLimits);
  try {
    const { tree } = await readArchive(pieces(archive), {
      owner,
      selection,
      maxBytes: defaultLimits.maxBytes,
    });
    return tree;
  } catch (caught) {
    if (caught instanceof IdentikitError && caught.code !== "INTERNAL") return undefined;
    throw new Error(`${what}: not a fault of ours`, { cause: caught });
  }
}

async function* pieces(archive: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < archive.length; at += 1000) yield archive.subarray(at, at + 1000);
}

function agreeWithGnuTar(archive: Buffer, tree: FileTree, place: string, what: string): void {
  mkdirSync(place);
  try {
    const { status, stderr } = spawnSync("tar", ["-xzf", "-", "-C", place], { input: archive });
    const theirs = readDirectory(place, {
      keep: (path, kind) => kind === "directory" || policy.admits(path),
    });
    if (status !== 0 || theirs.digest !== tree.digest)
      throw new Error(`${what}: GNU tar reads another tree: ${stderr}`);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

type Random = ReturnType<typeof randomFrom>;

function mutate(originals: readonly Buffer[], random: Random): Buffer {
  const original = originals[random(originals.length)] as Buffer;
  if (random(4) === 0) return damage(gzipSync(original), random);
  let archive: Buffer = Buffer.from(original);
  for (let times = 1 + random(3); times > 0; times--) archive = mutateTar(archive, originals, random);
  return gzipSync(archive, { level: 1 });
}

/** Bytes anywhere, as a broken disk or line would change them. */
function damage(bytes: Buffer, random: Random): Buffer {
  const at = random(bytes.length);
  const copy = Buffer.from(bytes);
  switch (random(4)) {
    case 0:
      return copy.subarray(0, at);
    case 1:
      return Buffer.concat([copy, copy.subarray(at)]);
    case 2:
      return Buffer.concat([copy.subarray(0, at), copy.subarray(Math.min(copy.length, at + 1 + random(50)))]);
    default:
      copy[at] = random(256);
      return copy;
  }
}

/** Blocks and header fields, with the checksum put right again, as an attacker would change them. */
function mutateTar(archive: Buffer, originals: readonly Buffer[], random: Random): Buffer {
  const block = random(Math.max(1, archive.length / 512)) * 512;
  const take = (from: Buffer) => {
    const at = random(Math.max(1, from.length / 512)) * 512;
    return from.subarray(at, at + 512 * (1 + random(4)));
  };
  switch (random(6)) {
    case 0:
      return Buffer.concat([archive.subarray(0, block), archive.subarray(block + 512)]);
    case 1:
      return Buffer.concat([archive.subarray(0, block), take(archive), archive.subarray(block)]);
    case 2: {
      const other = originals[random(originals.length)] as Buffer;
      return Buffer.concat([archive.subarray(0, block), take(other), archive.subarray(block)]);
    }
    case 3:
      return damage(archive, random);
    default:
      return editHeader(archive, random);
  }
}

function editHeader(archive: Buffer, random: Random): Buffer {
  const headers: number[] = [];
  for (let at = 0; at + 512 <= archive.length; at += 512)
    if (archive.toString("latin1", at + 257, at + 262) === "ustar") headers.push(at);
  const at = headers[random(headers.length)];
  if (at === undefined) return archive;
  const copy = Buffer.from(archive);
  const fields = [
    [0, 100],
    [100, 8],
    [124, 12],
    [156, 1],
    [157, 100],
    [257, 8],
    [345, 155],
  ] as const;
  const [start, length] = fields[random(fields.length)] as readonly [number, number];
  const values = ["..", "/", "0", "1", "2", "5", "x", "g", "L", "K", "S", "\0", "../x", "\xff", "7777"];
  copy.write(values[random(values.length)] as string, at + start + random(length), "latin1");
  copy.fill(" ", at + 148, at + 156);
  const sum = copy.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, "0")}\0 `, at + 148, "latin1");
  return copy;
}
