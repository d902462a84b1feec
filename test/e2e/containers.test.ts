import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AgentImages } from "../containers/agent-images.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { copyFleet } from "./fleet.ts";
import { identikit, identikitJson } from "./identikit.ts";

requiresEngine()("containers on the command line", () => {
  let engine: DockerEngine;
  let images: AgentImages;
  beforeAll(async () => {
    engine = await DockerEngine.start();
    images = new AgentImages(engine);
    images.build("agent:1", ["ENV PATH=/bin", "STOPSIGNAL SIGKILL", 'CMD ["/bin/sleep", "1000"]']);
    images.derive("agent:2", "agent:1", "ENV VERSION=2");
    images.derive("agent:ends", "agent:1", 'CMD ["/bin/sh", "-c", "exit 7"]');
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  it("are rebuilt, refused and repaired, with the codes and exit codes that are promised", async () => {
    using fleet = copyFleet();
    const of = { cwd: fleet.root, env: { DOCKER_HOST: engine.host } };
    expect((await identikit(["pipeline"], of)).code).toBe(0);
    const start = (directory: string) =>
      engine.docker(
        ...["run", "-d", "--name", "concierge", "--label", "identikit.agent=concierge", "--network", "none"],
        ...["--volume", `${directory}:/env`, "agent:current"],
      );
    const env = join(fleet.root, ".identikit/env");
    images.publish("agent:1");
    start(join(env, "concierge"));

    const image = images.publish("agent:2");
    const rebuild = (...more: string[]) =>
      identikitJson(["containers", "rebuild", "concierge", "--settle", "0.5", ...more], of);
    expect(await rebuild()).toMatchObject({
      code: 0,
      json: { containers: [{ agent: "concierge", container: "concierge", result: "rebuilt", image }] },
    });
    images.publish("agent:ends");
    expect(await rebuild()).toMatchObject({
      code: 1,
      json: { containers: [{ result: "restored" }], error: { code: "CONTAINER_FAILED" } },
    });

    images.publish("agent:1");
    const reconcile = (...more: string[]) => identikitJson(["reconcile", "--containers", ...more], of);
    expect(await reconcile()).toMatchObject({ code: 2, json: { findings: [{ code: "CONTAINER_IMAGE" }] } });
    const traced = await identikitJson(["trace", "container:concierge"], of);
    expect(traced).toMatchObject({ code: 2, json: { findings: [{ code: "CONTAINER_IMAGE" }] } });
    expect(traced.json.graph.links).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ says: "mounted in", to: "container:concierge", verdict: "holds" }),
        expect.objectContaining({ says: "run by", to: "container:concierge", verdict: "broken" }),
      ]),
    );
    engine.docker("exec", "--detach", "concierge", "sleep", "600");
    expect(await reconcile("--repair")).toMatchObject({
      code: 2,
      json: { result: "drift", containers: [{ result: "busy", task: 'an exec session of "sleep"' }] },
    });
    engine.docker("restart", "--time", "0", "concierge");
    expect(await reconcile("--repair")).toMatchObject({
      code: 0,
      json: { result: "clean", containers: [{ result: "rebuilt" }] },
    });

    engine.docker("rm", "--force", "concierge");
    start(fleet.path("config"));
    expect(await rebuild()).toMatchObject({
      code: 1,
      json: { containers: [{ result: "refused" }], error: { code: "CONTAINER_ENV" } },
    });
    expect((await identikit(["containers", "rebuild", "--settle", "-1"], of)).code).toBe(64);
  });

  it("have an engine that doctor finds, or says where none answers", async () => {
    const engineIn = async (host: string) => {
      const { json } = await identikitJson(["doctor"], { env: { DOCKER_HOST: host } });
      return json.checks.find(({ name }: { name: string }) => name === "docker engine");
    };
    expect(await engineIn(engine.host)).toMatchObject({
      state: "ok",
      detail: expect.stringMatching(/^API 1\.\d+ at unix:/),
    });
    expect(await engineIn("tcp://127.0.0.1:1")).toMatchObject({
      state: "absent",
      error: { code: "ENGINE_UNREACHABLE" },
    });
  });
});
