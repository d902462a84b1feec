import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { poolKey } from "../agents/dispatch/scene.ts";
import { requires } from "../requirement.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { openRunScene } from "./run-scene.ts";

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("run", () => {
  test("runs the attempt of a ticket without database and keys, and writes a bundle that says what came of it", async () => {
    await using scene = await openRunScene();
    const { json: dispatched } = await scene.dispatch();
    const { DATABASE_URL: _, ...others } = scene.env;
    const pem = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
    const env = {
      ...others,
      IDENTIKIT_SECRET_KEYS: "",
      IDENTIKIT_POOL_KEY: poolKey,
      IDENTIKIT_TICKET_KEY: pem.stdout,
    };
    const args = [
      "run",
      "--tickets",
      dispatched.ticketFile,
      "--pool",
      "linux",
      "--remote",
      join(scene.root, "git"),
    ];
    const { code, json, stderr } = await identikitJson(args, { cwd: scene.root, env });
    expect(code, stderr + JSON.stringify(json)).toBe(0);
    expect(json).toMatchObject({
      phase: "Succeeded",
      attempt: `${dispatched.run}-1`,
      attempts: [{ cost: "0.25", patch: expect.stringMatching(/^sha256:/) }],
    });
    expect(json.report).toBe(json.bundle.replace(/\.bundle$/, ".html"));
    const report = readFileSync(json.report, "utf8");
    for (const word of [
      dispatched.run,
      "Succeeded",
      "acme/fleet",
      "task.txt",
      "done",
      "$0.25",
      json.attempts[0].patch,
    ])
      expect(report).toContain(word);
  });

  test("writes no value of a secret and no script into its report, whatever the agent says and writes", async () => {
    const said = JSON.stringify({
      type: "message",
      text: "<script>1</script> [x](javascript:alert(1)) \u202e",
    });
    await using scene = await openRunScene(
      `printf '%s' '<img src=x>' > a.html; echo '${said}'; echo '{"type":"result","outcome":"succeeded"}'`,
    );
    await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { json, stderr } = await identikitJson(args, { cwd: scene.root, env });
    const report = readFileSync(json.report, "utf8");
    expect(report, stderr).toContain("U+202E");
    expect(report).not.toMatch(/<script|<img|href="javascript:/);
    expect(report).not.toContain(poolKey);
  });

  test("runs the ticket of one run, whatever the others in the file are", async () => {
    await using scene = await openRunScene();
    const { json: dispatched } = await scene.dispatch();
    expect(dispatched.launched).toEqual([{ run: dispatched.run, pool: "linux", labels: ["ubuntu-latest"] }]);
    const other = Buffer.from(JSON.stringify({ run: "run-other", aud: "sandbox" })).toString("base64url");
    appendFileSync(dispatched.ticketFile, `e30.${other}.AA\n`);
    const { stdout: pem } = await identikit(["access", "ticket-key"], { cwd: scene.root, env: scene.env });
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey, IDENTIKIT_TICKET_KEY: pem };
    const args = ["run", "--tickets", dispatched.ticketFile, "--pool", "linux"];
    const remote = ["--remote", join(scene.root, "git")];
    const { code, json, stderr } = await identikitJson([...args, ...remote, "--run", dispatched.run], {
      cwd: scene.root,
      env,
    });
    expect(code, stderr + JSON.stringify(json)).toBe(0);
    expect(json.attempts).toHaveLength(1);
    const named = await identikitJson([...args, "--run", "run-other"], { cwd: scene.root, env });
    expect(named.json).toMatchObject({ error: { code: "TICKET_INVALID" } });
  });

  test("launches, runs and takes in what is queued on one machine", async () => {
    await using scene = await openRunScene();
    await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { code, json, stderr } = await identikitJson(args, { cwd: scene.root, env });
    expect(code, stderr).toBe(0);
    expect(json.phase).toBe("Succeeded");
    const { runs, attempts, artifacts } = await scene.records();
    expect(runs).toMatchObject([{ status: { phase: "Succeeded", cost: "0.25", turns: 2, tokens: 300 } }]);
    expect(attempts).toMatchObject([{ status: { phase: "Succeeded" } }]);
    expect(artifacts.map(({ spec }) => spec.kind).sort()).toEqual(["patch", "transcript"]);
  });

  test("says why a named run is not in the queue of its pool, and that nothing is queued", async () => {
    await using scene = await openRunScene();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { stdout } = await identikit(args, { cwd: scene.root, env });
    expect(stdout).toContain("No run is queued for the pool linux.");
    const run = async (name: string) => {
      const { code, json } = await identikitJson([...args, "--run", name], { cwd: scene.root, env });
      return { code, error: json.error };
    };
    expect(await run("run-nowhere")).toMatchObject({ code: 1, error: { code: "NOT_FOUND" } });
    const { json: dispatched } = await scene.dispatch();
    expect(await run(dispatched.run)).toMatchObject({ code: 0 });
    expect(await run(dispatched.run)).toMatchObject({
      code: 1,
      error: { code: "RUN_NOT_READY", message: expect.stringContaining("it is Succeeded") },
    });
  });

  test("ends with an error where an attempt failed, and its bundle is there all the same", async () => {
    await using scene = await openRunScene(`echo '{"type":"result","outcome":"failed","text":"I cannot"}'`);
    await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const args = ["run", "--pool", "linux", "--remote", join(scene.root, "git")];
    const { code, json } = await identikitJson(args, { cwd: scene.root, env });
    expect(code).toBe(1);
    expect(json).toMatchObject({ phase: "Failed", bundle: expect.stringContaining(".bundle") });
    expect((await scene.records()).runs).toMatchObject([
      { status: { phase: "Failed", reason: "AGENT_FAILED", message: expect.stringContaining("I cannot") } },
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["the pool's key", {}, "POOL_KEY_INVALID"],
    ["the public key of tickets", { IDENTIKIT_POOL_KEY: poolKey }, "TICKET_KEY_INVALID"],
  ])("starts nothing without %s", async (_, env, code) => {
    await using scene = await openRunScene();
    const { json: dispatched } = await scene.dispatch();
    const result = await identikitJson(["run", "--pool", "linux", "--tickets", dispatched.ticketFile], {
      cwd: scene.root,
      env,
    });
    expect(result.json).toMatchObject({ error: { code } });
  });
});
