import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikit } from "./identikit.ts";
import { installPacked, type PackedPackage } from "./packed-package.ts";
import { fleetAfter } from "./prepared-fleet.ts";

const directory = mkdtempSync(join(tmpdir(), "identikit-packed-"));
let packed: Promise<PackedPackage> | undefined;
const installed = () => {
  packed ??= installPacked(directory);
  return packed;
};

afterAll(() => {
  rmSync(directory, { recursive: true });
});

/** The examples, beside a fleet, in a project that has this package as it is published. */
async function project(): Promise<FleetCopy> {
  const fleet = await fleetAfter("fetch", "config sync");
  symlinkSync((await installed()).nodeModules, fleet.path("node_modules"));
  for (const name of ["dispatcher.ts", "boot.ts", "sign.ts"])
    cpSync(join(house, "examples/library", name), fleet.path(name));
  return fleet;
}

function node(fleet: FleetCopy, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: fleet.root, encoding: "utf8", stdio: "pipe" });
  } catch (caught) {
    return String((caught as { stdout?: string }).stdout);
  }
}

test("npm installs the packed tarball into an empty project without a warning, and the command works there", async () => {
  const { said, nodeModules } = await installed();
  expect(said).toMatch(/^\s*added \d+ packages in \S+\s*$/);
  const command = (...args: string[]) =>
    execFileSync(process.execPath, [join(nodeModules, ".bin/identikit"), ...args], {
      cwd: dirname(nodeModules),
      encoding: "utf8",
      stdio: "pipe",
    });
  const { version } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
  expect(command("--version").trim()).toBe(version);
  command("init", "fleet");
  expect(JSON.parse(command("pipeline", "--root", "fleet", "--json"))).toMatchObject({ result: "clean" });
});

test("a dispatcher renders an agent before its task, and says which secrets are missing", async () => {
  using fleet = await project();
  const at = { cwd: fleet.root };
  expect((await identikit(["secret", "set", "OTHER"], { ...at, input: "x" })).code).toBe(0);
  const dispatch = () =>
    node(fleet, "dispatcher.ts", "concierge", ".identikit/config.db", ".identikit/secret.keys", "envs");
  expect(dispatch()).toBe("task_failed concierge FORGE_TOKEN\n");
  const [failed] = readFileSync(fleet.path("envs.events.jsonl"), "utf8").trim().split("\n");
  expect(JSON.parse(failed ?? "")).toMatchObject({ event: "task_failed", secrets: ["FORGE_TOKEN"] });
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "value" })).code).toBe(0);
  expect(dispatch()).toBe("task_started concierge\n");
  expect(existsSync(fleet.path("envs/concierge/.claude.json"))).toBe(true);
});

test("a boot script renders every agent that it can", async () => {
  using fleet = await project();
  const at = { cwd: fleet.root };
  expect((await identikit(["secret", "set", "OTHER"], { ...at, input: "x" })).code).toBe(0);
  const boot = () => node(fleet, "boot.ts", ".identikit/config.db", ".identikit/secret.keys", "envs");
  expect(boot()).toContain("concierge skipped\n");
  expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "value" })).code).toBe(0);
  expect(boot()).toMatch(/^(\S+ rendered\n){6}$/);
});

test("a program signs an image and says something of it, and only a key that counts verifies it", async () => {
  using fleet = await project();
  const at = { cwd: fleet.root };
  const bake = ["bake", "--name", "platform-agent", "--base", "scratch", "--to", "oci:images:a"];
  expect((await identikit(bake, at)).code).toBe(0);
  for (const name of ["ours", "theirs"]) {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(fleet.path(`${name}.key`), privateKey.export({ format: "pem", type: "pkcs8" }));
    writeFileSync(fleet.path(`${name}.pub`), publicKey.export({ format: "pem", type: "spki" }));
  }
  const sign = (...args: string[]) =>
    node(fleet, "sign.ts", ...args)
      .trim()
      .split("\n")
      .sort();
  const said = [
    "https://example.com/review/v1 by the key ours.pub",
    "https://sigstore.dev/cosign/sign/v1 by the key ours.pub",
  ];
  expect(sign("oci:images:a", "ours.key", "ours.pub")).toEqual(said);
  expect(sign("oci:images:a", "ours.key", "theirs.pub")).toEqual([""]);
  expect(sign("oci:images:a", "ours.pub", "ours.pub")).toEqual([
    expect.stringMatching(/^SIGNING_KEY_INVALID: /),
  ]);
});

test("the package brings nothing that only the actions need, and nothing that runs at its installation", async () => {
  const { dependencies } = await installed();
  expect([...dependencies.keys()].filter((name) => !name.startsWith("@types/")).sort()).toEqual([
    "@sigstore/bundle",
    "@sigstore/protobuf-specs",
    "kysely",
    "undici-types",
    "zod",
  ]);
  expect([...dependencies].filter(([, runs]) => runs)).toEqual([]);
});

test("the examples pass a strict type check against the package, its own types included", async () => {
  using fleet = await project();
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    target: "esnext",
    types: ["node"],
  };
  writeFileSync(
    fleet.path("tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["boot.ts", "dispatcher.ts", "sign.ts"] }),
  );
  expect(node(fleet, join(house, "node_modules/.bin/tsc"), "-p", ".")).toBe("");
});
