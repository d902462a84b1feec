import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RebuildContainersOptions } from "../../src/containers/rebuild-containers.ts";
import { requiresEngine } from "../services/docker-engine.ts";
import { ScoutEngine } from "./scout-engine.ts";

requiresEngine()("containers of agents that are not as they should be", () => {
  let scouts: ScoutEngine;
  beforeAll(async () => {
    scouts = await ScoutEngine.start();
  });
  afterAll(() => scouts[Symbol.asyncDispose]());

  it("are not rebuilt onto another env directory, and the engine is not touched", async () => {
    const { envRoot, rebuild, repair, remove, settings } = await scouts.running("scout-i");
    remove();
    const given = ["--label", "identikit.agent=scout", "--network", "none", "--no-healthcheck"];
    scouts.docker(
      "run",
      "-d",
      "--name",
      "scout-i",
      ...given,
      "--volume",
      `${join(envRoot, "other")}:/env`,
      "agent:current",
    );
    const before = scouts.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", "scout-i");
    scouts.publish("agent:2");
    expect(await rebuild("two\n")).toMatchObject([{ result: "refused", error: { code: "CONTAINER_ENV" } }]);
    expect(settings.events.events.at(-1)).toMatchObject({ event: "container_failed", code: "CONTAINER_ENV" });
    const { findings, outcomes } = await repair();
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ["CONTAINER_IMAGE", "error"],
      ["CONTAINER_ENV", "error"],
    ]);
    expect(outcomes).toMatchObject([{ result: "refused" }]);
    expect(scouts.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", "scout-i")).toBe(before);
    expect(readFileSync(join(envRoot, "scout/system-prompt.md"), "utf8")).toBe("one\n");
    rmSync(join(envRoot, "other"), { recursive: true });
    remove();
  });

  it("have their env directory through a volume that is bound to it", async () => {
    const { directory, rebuild, compare, remove } = await scouts.running("scout-j");
    remove();
    const options = ["type=none", "o=bind", `device=${directory}`].flatMap((option) => ["--opt", option]);
    scouts.docker("volume", "create", ...options, "bound");
    const given = ["--label", "identikit.agent=scout", "--network", "none", "--volume", "bound:/env"];
    scouts.docker("run", "-d", "--name", "scout-j", ...given, "agent:current");
    expect(await compare()).toEqual([]);
    expect(await rebuild("two\n")).toMatchObject([{ result: "rebuilt" }]);
    expect(scouts.inside("scout-j", "cat /env/system-prompt.md")).toBe("two");
    remove();
  });

  it("are refused by name where they have what a successor would lose", async () => {
    const { directory, rebuild, remove } = await scouts.running("scout-k");
    remove();
    const given = ["--label", "identikit.agent=scout", "--volume", `${directory}:/env`, "--network", "none"];
    const start = (...more: string[]) =>
      scouts.docker("run", "-d", "--name", "scout-k", ...given, ...more, "agent:current");
    const refusal = async (options: Partial<RebuildContainersOptions> = {}) => {
      const [outcome] = await rebuild("two\n", options);
      return outcome && "error" in outcome
        ? `${outcome.result} ${outcome.error.code} ${outcome.error.message}`
        : outcome?.result;
    };
    start("--rm");
    expect(await refusal()).toMatch(/^failed CONTAINER_FAILED .*--rm/);
    remove();

    scouts.docker("run", "-d", "--name", "beside", "--network", "none", "--ipc", "shareable", "agent:1");
    scouts.docker("create", "--name", "lender", "--volume", "/lent", "agent:1");
    start("--ipc", "container:beside", "--volumes-from", "lender");
    scouts.docker("stop", "--time", "0", "beside");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*HostConfig\.IpcMode/);
    scouts.docker("start", "beside");
    scouts.docker("rm", "lender");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*HostConfig\.VolumesFrom/);
    remove();

    start();
    scouts.docker("create", "--name", "guest", "--network", "container:scout-k", "agent:1");
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*lends its network to guest/);
    expect(await refusal({ accept: ["guest"] })).toBe("rebuilt");
    scouts.docker("rm", "--volumes", "guest");
    remove();

    scouts.images.derive("agent:doomed", "agent:1", "ENV DOOMED=1");
    const doomed = scouts.publish("agent:doomed");
    start();
    scouts.docker("stop", "--time", "0", "scout-k");
    scouts.publish("agent:2");
    scouts.docker("image", "rm", "--force", doomed);
    expect(await refusal()).toMatch(/^refused CONTAINER_REFUSED .*image .* is gone/);
    expect(await refusal({ accept: ["Image"] })).toBe("rebuilt");
    scouts.docker("rm", "--force", "--volumes", "beside");
    remove();
  });
});
