import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";
import { requires } from "../requirement.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

test("a key is made in the form that is read, and no key file is ever overwritten", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const file = fleet.path("team.keys");
  const made = await identikitJson(["secret", "keygen", "--id", "team-1", "--to", file], at);
  expect(made).toMatchObject({ code: 0, json: { id: "team-1", file } });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await identikitJson(["secret", "keygen", "--to", file], at);
  expect(again).toMatchObject({ code: 1, json: { error: { code: "FILE_UNWRITABLE" } } });
  const sealed = await identikit(["secret", "set", "TOKEN"], {
    ...at,
    input: "value",
    env: { IDENTIKIT_SECRET_KEYS_FILE: file },
  });
  expect(sealed.stdout).toContain("sealed TOKEN under key team-1");
  expect((await identikit(["secret", "keygen", "--id", "x"], at)).stdout).toMatch(/^x:[A-Za-z0-9+/]{43}=\n$/);
});

test("a key file that its group can read is taken only where IDENTIKIT_KEY_FILE_SHARED says so", async () => {
  using fleet = copyFleet();
  const file = fleet.path("team.keys");
  expect((await identikit(["secret", "keygen", "--to", file], { cwd: fleet.root })).code).toBe(0);
  const set = (mode: number, shared?: string) => {
    chmodSync(file, mode);
    const env = {
      IDENTIKIT_SECRET_KEYS_FILE: file,
      ...(shared ? { IDENTIKIT_KEY_FILE_SHARED: shared } : {}),
    };
    return identikitJson(["secret", "set", "TOKEN"], { cwd: fleet.root, input: "value", env });
  };
  const refused = { code: 1, json: { error: { code: "KEYRING_INVALID" } } };
  for (const shared of [undefined, "false", "1"]) expect(await set(0o640, shared)).toMatchObject(refused);
  expect(await set(0o640, "true")).toMatchObject({ code: 0 });
  // Who may write to it could exchange the key; and everybody is more than a group.
  for (const mode of [0o660, 0o604, 0o644]) expect(await set(mode, "true")).toMatchObject(refused);
  expect(await set(0o600)).toMatchObject({ code: 0 });
});

test("a secret that cannot be kept leaves no key behind", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  const key = fleet.path(".identikit/secret.keys");
  const failing = [
    { args: ["secret", "set", "NOT A NAME"], input: "value" },
    { args: ["secret", "set", "TOKEN"], input: "" },
    { args: ["secret", "set", "TOKEN", "--database", "postgres://127.0.0.1:1/none"], input: "value" },
  ];
  for (const { args, input } of failing) {
    expect((await identikit(args, { ...at, input })).code).toBe(1);
    expect(existsSync(key), args.join(" ")).toBe(false);
  }
  expect((await identikit(["secret", "set", "TOKEN"], { ...at, input: "value" })).code).toBe(0);
  expect(existsSync(key)).toBe(true);
});

test("a database that cannot be written to leaves no key behind", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  chmodSync(fleet.path(".identikit/config.db"), 0o444);
  const run = await identikit(["secret", "set", "TOKEN"], { ...at, input: "value", ordinary: true });
  expect(run.code).toBe(1);
  expect(existsSync(fleet.path(".identikit/secret.keys"))).toBe(false);
});

test("a secret that a setting of the client names is in use", async () => {
  using fleet = copyFleet();
  const at = { cwd: fleet.root };
  expect((await identikit(["config", "sync"], at)).code).toBe(0);
  expect((await identikit(["secret", "set", "SPARE"], { ...at, input: "value" })).code).toBe(0);
  const setting = ["config", "set", "client_setting", "env.SPARE", '"${SECRET:SPARE}"'];
  expect((await identikit(setting, at)).code).toBe(0);
  const kept = await identikitJson(["secret", "remove", "SPARE"], at);
  expect(kept.json.error).toMatchObject({ code: "SECRET_IN_USE" });
  expect(kept.json.error.message).toContain("client_setting");
  expect((await identikit(["config", "unset", "client_setting", "env.SPARE"], at)).code).toBe(0);
  expect((await identikit(["secret", "remove", "SPARE"], at)).code).toBe(0);
});

test("a secret is removed once nothing names it, or by force", async () => {
  using fleet = await fleetAfter("fetch", "config sync");
  const at = { cwd: fleet.root };
  for (const name of ["FORGE_TOKEN", "SPARE"])
    expect((await identikit(["secret", "set", name], { ...at, input: "value" })).code).toBe(0);
  const inUse = await identikitJson(["secret", "remove", "FORGE_TOKEN"], at);
  expect(inUse).toMatchObject({ code: 1, json: { error: { code: "SECRET_IN_USE" } } });
  expect(await identikitJson(["secret", "remove", "SPARE", "--dry-run"], at)).toMatchObject({ code: 0 });
  expect((await identikit(["secret", "remove", "SPARE"], at)).stdout).toContain("removed SPARE");
  const gone = await identikitJson(["secret", "remove", "SPARE"], at);
  expect(gone).toMatchObject({ code: 1, json: { error: { code: "SECRET_UNKNOWN" } } });
  const forced = await identikitJson(["secret", "remove", "FORGE_TOKEN", "--force"], at);
  expect(forced.code).toBe(0);
  expect(forced.json.rows.length).toBeGreaterThan(0);
  expect((await identikitJson(["secret", "list"], at)).json.secrets).toEqual([]);
});

/** Runs the command line at a real terminal of its own and types into it once it asks. */
function atTerminal(
  args: readonly string[],
  typed: string,
  cwd: string,
  columns?: number,
): Promise<{ shown: string; code: number | null }> {
  const command = [process.execPath, join(house, "dist/identikit.js"), ...args];
  const sized = columns === undefined ? "" : `stty cols ${columns}; `;
  const quoted = sized + command.map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", quoted, "/dev/null"], { cwd, stdio: ["pipe", "pipe", "inherit"] });
  let shown = "";
  let answered = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (answered || !shown.includes("(not shown)")) return;
    answered = true;
    child.stdin.write(typed);
  });
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ shown, code }));
  });
}

requires("script")("at a terminal", () => {
  test("a secret is typed without being shown, and a mistyped key is taken back", async () => {
    using fleet = copyFleet();
    const { shown, code } = await atTerminal(["secret", "set", "TOKEN"], "canary-typeX\u007fd\r", fleet.root);
    expect([code, shown]).toEqual([0, expect.stringContaining("sealed TOKEN")]);
    expect(shown).not.toContain("canary");
    const check = { cwd: fleet.root, input: "canary-typed" };
    expect((await identikit(["secret", "set", "TOKEN"], check)).stdout).toContain("has this value already");
    expect(readFileSync(fleet.path(".identikit/config.db")).includes("canary")).toBe(false);
  });

  test.each([20, 80])("a render shows how many agents are done, at %d columns", async (columns) => {
    using fleet = copyFleet();
    const agents = JSON.parse(readFileSync(fleet.path("agents.json"), "utf8"));
    // So many that the render takes longer than the terminal waits between two pictures.
    for (let at = agents.agents.length; at < 300; at++)
      agents.agents.push({ name: `reviewer-${at}`, type: "reviewer" });
    writeFileSync(fleet.path("agents.json"), JSON.stringify(agents));
    const at = { cwd: fleet.root };
    for (const command of [["fetch"], ["config", "sync"]])
      expect((await identikit(command, at)).code).toBe(0);
    expect((await identikit(["secret", "set", "FORGE_TOKEN"], { ...at, input: "value" })).code).toBe(0);
    const { shown, code } = await atTerminal(["render"], "", fleet.root, columns);
    expect(code, shown).toBe(0);
    expect(shown).toMatch(/render +\d+ of (?:300\b|30…)/);
    // No step takes a second line, which the next one could not take back.
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, "g");
    const steps = shown
      .split(/[\r\n]+/)
      .map((line) => line.replace(escapes, ""))
      .filter((line) => /render +\d+ of/.test(line));
    for (const step of steps) expect([...step].length).toBeLessThanOrEqual(columns);
  });

  test("Ctrl-C at the prompt says that it was interrupted, and leaves nothing", async () => {
    using fleet = copyFleet();
    const { shown, code } = await atTerminal(["secret", "set", "TOKEN"], "canary\u0003", fleet.root);
    expect(code).toBe(130);
    expect(shown).toContain("CANCELLED: interrupted");
    expect(shown).not.toContain("canary");
    expect(existsSync(fleet.path(".identikit/secret.keys"))).toBe(false);
  });
});
