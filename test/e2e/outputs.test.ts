import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { certain } from "../../src/fault/certain.ts";
import { house } from "../architecture/rooms.ts";
import { scratchDirectory } from "../scratch.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikit } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

let fleet: FleetCopy;
let image: string;
beforeAll(async () => {
  fleet = await fleetAfter("fetch", "config sync");
  image = `oci:${fleet.path("images")}:baked`;
  const baked = ["--template", fleet.path("templates/platform-agent"), "--base", "scratch", "--to", image];
  expect((await identikit(["bake", ...baked])).code).toBe(0);
});
afterAll(() => fleet[Symbol.dispose]());

/** Commands that write a file where a person says so, each with what its content begins with. */
const writers: Record<string, { args: (to: string) => string[]; start: string }> = {
  "gate --report": { args: (to) => gate("--report", to), start: "{" },
  "gate --sarif": { args: (to) => gate("--sarif", to), start: "{" },
  "config export --to": {
    args: (to) => ["config", "export", "--root", fleet.root, "--to", to],
    start: '{"format":',
  },
  "render --events": { args: (to) => render("--events", to), start: '{"' },
};

test.each(Object.keys(writers))("%s writes into a FIFO, and leaves it one", async (name) => {
  const { args, start } = writer(name);
  const fifo = join(scratchDirectory(), "fifo");
  execFileSync("mkfifo", [fifo]);
  // A FIFO is opened for writing once somebody reads it; this holds it open for the reader until the command has.
  const held = openSync(fifo, "r+");
  // Opened here: a reader that opens it itself may come when all is written and the last writer gone.
  const end = openSync(fifo, "r");
  const reader = spawn("cat", { stdio: [end, "pipe", "inherit"] });
  closeSync(end);
  const content = text(certain(reader.stdout ?? undefined));
  const { code, stderr } = await identikit(args(fifo));
  closeSync(held);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect((await content).startsWith(start)).toBe(true);
  expect(lstatSync(fifo).isFIFO()).toBe(true);
});

test("a FIFO that nobody reads is an error, not a wait", async () => {
  const fifo = join(scratchDirectory(), "fifo");
  execFileSync("mkfifo", [fifo]);
  const { code, stderr } = await identikit(gate("--report", fifo));
  expect(code).toBe(1);
  expect(stderr).toContain("FILE_UNWRITABLE");
  expect(stderr).toContain("nobody reads from it");
  expect(lstatSync(fifo).isFIFO()).toBe(true);
});

test.each(["config.db", "config.db-wal", "config.db-shm", "secret.keys", "link"])(
  "nothing that is written where a person says so takes the place of %s",
  async (name) => {
    expect(
      (await identikit(["secret", "set", "ANY", "--root", fleet.root], { input: "kept-as-it-is" })).code,
    ).toBe(0);
    rmSync(fleet.path(".identikit/link"), { force: true });
    symlinkSync("config.db", fleet.path(".identikit/link"));
    const to = fleet.path(".identikit", name);
    const all = [...Object.values(writers).map(({ args }) => args(to)), render("--access-log", to)];
    for (const args of [...all, ["backup", "--root", fleet.root, "--to", to]]) {
      const { code, stderr } = await identikit(args);
      expect([code, stderr], args.join(" ")).toEqual([1, expect.stringContaining("error FILE_UNWRITABLE:")]);
    }
    const listed = await identikit(["secret", "list", "--root", fleet.root]);
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining("ANY") });
    const same = await identikit(["secret", "set", "ANY", "--root", fleet.root], { input: "kept-as-it-is" });
    expect(same.stdout).toContain("has this value already");
  },
);

const isRoot = process.geteuid?.() === 0;

test.skipIf(!isRoot).each(Object.keys(writers))("%s, as root, leaves a device what it is", async (name) => {
  const device = join(scratchDirectory(), "null");
  // The numbers of /dev/null: the machine's own is not put at stake here.
  execFileSync("mknod", [device, "c", "1", "3"]);
  const { code } = await identikit(writer(name).args(device));
  expect(code).toBe(0);
  expect(lstatSync(device).isCharacterDevice()).toBe(true);
});

test.skipIf(!isRoot)("a block device is never written to", async () => {
  const device = join(scratchDirectory(), "disk");
  execFileSync("mknod", [device, "b", "7", "200"]);
  const { code, stderr } = await identikit(gate("--report", device));
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ENTRY_TYPE") });
});

test.skipIf(!isRoot)("an archive of an image does not replace a device", async () => {
  const device = join(scratchDirectory(), "null");
  execFileSync("mknod", [device, "c", "1", "3"]);
  const { code, stderr } = await identikit([
    "bake",
    ...["--template", fleet.path("templates/platform-agent"), "--base", "scratch"],
    ...["--to", `docker-archive:${device}:agent:1`],
  ]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ENTRY_TYPE") });
  expect(lstatSync(device).isCharacterDevice()).toBe(true);
});

test.each(["-", "/dev/stdout", "/proc/self/fd/1"])(
  "%s is standard output, which then holds the file and nothing else",
  async (name) => {
    const file = join(scratchDirectory(), "bundle");
    await identikit(["config", "export", "--root", fleet.root, "--to", file]);
    const before = lstatSync("/dev/stdout").ino;
    const { code, stdout, stderr } = await identikit(writer("config export --to").args(name));
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(file, "utf8"));
    expect(stderr).toContain("exported");
    expect(lstatSync("/dev/stdout").ino).toBe(before);
  },
);

test("standard output that goes to a file keeps what stood there", async () => {
  const file = join(scratchDirectory(), "out.txt");
  const command = '"$0" dist/identikit.js gate "$@" >> "$OUT" 2>/dev/null';
  for (const to of ["/dev/stdout", "-"]) {
    const args = gate("--report", to).slice(1);
    execFileSync("sh", ["-c", command, process.execPath, ...args], {
      cwd: house,
      env: { ...process.env, OUT: file },
    });
  }
  const reports = readFileSync(file, "utf8").match(/^\{$/gm);
  expect(reports).toHaveLength(2);
  expect(statSync(file).isFile()).toBe(true);
});

test("two documents are not mixed on standard output", async () => {
  const { code, stdout } = await identikit([...gate("--report", "-"), "--json"]);
  expect(code).toBe(64);
  expect(JSON.parse(stdout).error.code).toBe("USAGE");
});

test("a regular file is replaced, and made with the directories above it", async () => {
  const file = join(scratchDirectory(), "new/report.json");
  for (let run = 0; run < 2; run++) expect((await identikit(gate("--report", file))).code).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ verdict: "clean" });
  expect(existsSync("-")).toBe(false);
});

function writer(name: string): { args: (to: string) => string[]; start: string } {
  const found = writers[name];
  if (!found) throw new Error(name);
  return found;
}

function gate(...more: string[]): string[] {
  return ["gate", "--template", fleet.path("templates/platform-agent"), "--image", image, ...more];
}

function render(...more: string[]): string[] {
  const place = ["--env-root", join(scratchDirectory(), "env"), "--root", fleet.root];
  return ["render", ...place, "--on-missing-secret", "skip", ...more];
}
