import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { requiresEngine } from "../services/docker-engine.ts";
import { ScoutEngine } from "./scout-engine.ts";

requiresEngine()("containers of agents that have drifted", () => {
  let scouts: ScoutEngine;
  beforeAll(async () => {
    scouts = await ScoutEngine.start();
  });
  afterAll(() => scouts[Symbol.asyncDispose]());

  it("are left alone by a repair while a task runs in them, and rebuilt when it has ended", async () => {
    const { directory, repair, compare, remove } = await scouts.running("scout-l");
    const image = scouts.publish("agent:2");
    const marker = join(directory, ".identikit-task");

    writeFileSync(marker, "");
    const marked = await repair();
    expect(marked.outcomes).toMatchObject([{ container: "scout-l", result: "busy" }]);
    expect(marked.findings).toMatchObject([{ code: "CONTAINER_IMAGE", severity: "error" }]);
    expect(marked.findings[0]?.remedy).toContain(".identikit-task");
    rmSync(marker);

    const task = "while test ! -f /task-ended; do sleep 0.05; done";
    scouts.docker("exec", "--detach", "scout-l", "sh", "-c", task);
    const busy = await repair();
    expect(busy.outcomes).toMatchObject([{ result: "busy", task: 'an exec session of "sh"' }]);
    scouts.docker("exec", "scout-l", "sh", "-c", "touch /task-ended; sleep 0.5");

    // What an agent left that was ended in the middle of its task says nothing of this one.
    writeFileSync(marker, "");
    utimesSync(marker, new Date(0), new Date(0));
    const idle = await repair();
    expect(idle.outcomes).toMatchObject([{ result: "rebuilt", image }]);
    expect(idle.findings).toMatchObject([{ code: "CONTAINER_IMAGE", severity: "warning", done: "rebuilt" }]);
    expect(await compare()).toEqual([]);
    expect(scouts.inside("scout-l", "cat /env/system-prompt.md")).toBe("repaired");
    remove();
  });

  it("are repaired where a rebuild was left half done, and not rebuilt without need", async () => {
    const { repair, compare, remove } = await scouts.running("scout-m");
    const id = scouts.docker("inspect", "--format", "{{.Id}}", "scout-m");
    scouts.docker("rename", "scout-m", "scout-m.identikit-old");
    const { findings, outcomes } = await repair();
    expect(findings).toMatchObject([{ code: "CONTAINER_SET_ASIDE", severity: "warning", done: "recovered" }]);
    expect(outcomes).toEqual([]);
    expect(scouts.docker("inspect", "--format", "{{.Id}}", "scout-m")).toBe(id);
    expect(await compare()).toEqual([]);
    remove();
  });
});
