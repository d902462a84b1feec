import { describe, expect, test } from "vitest";
import { HostCiRuns } from "../../src/host/ci-runs.ts";
import { hostOf } from "../../src/host/host.ts";
import { silentLogger } from "../../src/runtime/logger.ts";
import { answeringServer } from "../services/answering-server.ts";
import { ForgeApi, forgeTokens } from "../services/forge-api.ts";

const signal = AbortSignal.timeout(60_000);

async function open(token: string = forgeTokens.write) {
  const forge = await ForgeApi.listen("github");
  const options = { host: hostOf(forge.env()), token, log: silentLogger, signal };
  const runs = new HostCiRuns({ ...options, isOurs: (repository) => repository === "acme/fleet" });
  const url = `${forge.serverUrl}/acme/fleet/actions/runs/42`;
  forge.answers.set("actions/runs/42", { status: "in_progress", html_url: url });
  return { forge, runs, url, [Symbol.asyncDispose]: () => forge[Symbol.asyncDispose]() };
}

describe("the CI run of a cancelled run", () => {
  test("is stopped by the host's API", async () => {
    await using scene = await open();
    expect(await scene.runs.cancel(scene.url)).toMatchObject({ state: "told" });
    expect(scene.forge.written).toMatchObject([{ method: "POST", path: "actions/runs/42/cancel" }]);
  });

  test("that is over is left alone", async () => {
    await using scene = await open();
    scene.forge.answers.set("actions/runs/42", { status: "completed", html_url: scene.url });
    expect(await scene.runs.cancel(scene.url)).toMatchObject({ state: "over" });
    expect(scene.forge.written).toEqual([]);
  });

  test.each([
    ["of another repository", (url: string) => url.replace("acme/fleet", "acme/other")],
    ["of another host", (url: string) => url.replace("127.0.0.1", "127.0.0.2")],
    ["that does not exist", (url: string) => url.replace("/42", "/43")],
    ["that is no address of a run", (url: string) => `${url}/attempts/1`],
  ])("%s is never stopped, and the answer says why", async (_, change) => {
    await using scene = await open();
    expect(await scene.runs.cancel(change(scene.url))).toMatchObject({ state: "impossible", message: /./ });
    expect(scene.forge.written).toEqual([]);
  });

  test("whose number means another run to the API is not stopped, as on Forgejo", async () => {
    await using scene = await open();
    const page = `${scene.forge.serverUrl}/acme/fleet/actions/runs/7`;
    scene.forge.answers.set("actions/runs/42", { status: "running", html_url: page });
    const { state, message } = await scene.runs.cancel(scene.url);
    expect([state, message]).toEqual(["impossible", expect.stringContaining(page)]);
  });

  test("cannot be stopped with a token that only reads, and the answer says so", async () => {
    await using scene = await open(forgeTokens.read);
    expect(await scene.runs.cancel(scene.url)).toMatchObject({ state: "impossible" });
  });

  test("cannot be stopped on a host without an API for it, such as Gitea", async () => {
    const server = await answeringServer(({ method, url, headers }, response) => {
      const isRun = method === "GET" && url === "/api/v1/repos/acme/fleet/actions/runs/42";
      response.writeHead(isRun ? 200 : 404, { "content-type": "application/json" });
      const page = `http://${headers.host}/acme/fleet/actions/runs/42`;
      response.end(JSON.stringify(isRun ? { status: "running", html_url: page } : { message: "Not Found" }));
    });
    const serverUrl = `http://127.0.0.1:${server.port}`;
    const env = {
      GITEA_ACTIONS: "true",
      GITHUB_SERVER_URL: serverUrl,
      GITHUB_API_URL: `${serverUrl}/api/v1`,
    };
    const runs = new HostCiRuns({
      ...{ host: hostOf(env), token: forgeTokens.write, log: silentLogger, signal, isOurs: () => true },
    });
    const { state, message } = await runs.cancel(`${serverUrl}/acme/fleet/actions/runs/42`);
    expect([state, message]).toEqual([
      "impossible",
      expect.stringContaining("no way to stop a run by its API"),
    ]);
  });
});
