import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { filesWith } from "../env/expect-valid-env.ts";
import { requiresEngine } from "../services/docker-engine.ts";
import { KillFleet } from "./kill-fleet.ts";
import { startRun } from "./kill-rebuilds.ts";

requiresEngine()("a rebuild that was killed", () => {
  let fleet: KillFleet;
  let round = 0;
  beforeAll(async () => {
    fleet = await KillFleet.start();
  });
  afterAll(() => fleet[Symbol.asyncDispose]());
  afterEach(() => fleet.expectOneWorkingContainer("after the recovery"));

  const idOf = (name: string) => fleet.engine.docker("inspect", "--format", "{{.Id}}", name).trim();
  const start = (image: string) => startRun(fleet, image, `${++round}`);
  const successorRuns = () => {
    const ran = fleet.engine.docker("ps", "--format", "{{.Names}}").split("\n");
    return fleet.trace === "stopped" && ran.includes("scout");
  };

  it.each(["begun", "rendering", "stopping", "stopped"])(
    "while its journal says %s: the old container comes back with its files, or its successor settles",
    async (phase) => {
      const before = idOf("scout");
      await start("agent:2").killedWhen(() => fleet.trace === phase);
      const kept = await fleet.recover();
      expect(["", "old", "new"]).toContain(kept.join());
      expect(idOf("scout") === before).toBe(kept.join() !== "new");
    },
  );

  it("while a good successor settled: it is given the settle time again, and stays", async () => {
    const before = idOf("scout");
    await start("agent:1").killedWhen(successorRuns);
    expect(await fleet.recover()).toEqual(["new"]);
    expect(idOf("scout")).not.toBe(before);
  });

  it("while a successor without a health check settled that is about to fall: the old one comes back", async () => {
    const before = idOf("scout");
    await start("agent:falls").killedWhen(successorRuns);
    expect(await fleet.recover()).toEqual(["old"]);
    expect(idOf("scout")).toBe(before);
  });

  it("leaves no secret that can be read outside the env directory, and what the client wrote meanwhile stays", async () => {
    const client = join(fleet.envRoot, "scout/.claude.json");
    await start("agent:2").killedWhen(() => fleet.trace === "rendering");
    expect(readdirSync(join(fleet.envRoot, ".identikit"))).toContain("scout.rebuild-files");
    expect(filesWith(fleet.envRoot, "CANARY")).toEqual(["scout/.claude.json"]);
    // The old container was not stopped: its client goes on writing.
    writeFileSync(client, readFileSync(client, "utf8").replace("{", '{"numStartups": 12345678901234567890,'));
    expect(await fleet.recover()).toEqual(["old"]);
    expect(readFileSync(client, "utf8")).toContain('"numStartups": 12345678901234567890');
  });

  it("before the old container was stopped: it is not restarted", async () => {
    const startedAt = () => fleet.engine.docker("inspect", "--format", "{{.State.StartedAt}}", "scout");
    const before = startedAt();
    await start("agent:2").killedWhen(() => fleet.trace === "rendering");
    await fleet.recover();
    expect(startedAt()).toBe(before);
  });

  it("is left alone where another container has taken the name, and ended once that is gone", async () => {
    await start("agent:2").killedWhen(() => fleet.trace === "rendering");
    fleet.engine.docker("rm", "--force", "--volumes", "scout");
    fleet.engine.docker("create", "--name", "scout", "--network", "none", "agent:1");
    const outcome = await fleet.rebuild("agent:1", `${++round}`);
    expect(outcome).toMatchObject({ result: "failed", error: { code: "CONTAINER_FAILED" } });
    expect(outcome && "error" in outcome ? outcome.error.message : "").toContain("another container has it");
    fleet.engine.docker("rm", "--volumes", "scout");
    expect(await fleet.recover()).toEqual(["old"]);
  });
});
