import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { IsolatedRequest, IsolationHost, IsolationKind } from "../../src/isolation/isolation.ts";
import { AgentProxy } from "../../src/isolation/proxy/agent-proxy.ts";
import type { AgentProxyOptions } from "../../src/isolation/proxy/proxy-options.ts";
import { AgentImages } from "../containers/agent-images.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { freePort } from "../services/free-port.ts";
import { outcomeOf, scratchHost, shellAgent, workDirectory } from "./isolated.ts";
import { resolving, upstream } from "./upstream.ts";

/** Addresses of this machine, other than loopback. */
const own = Object.values(networkInterfaces()).flatMap((all) =>
  (all ?? []).filter(({ internal }) => !internal).map(({ address }) => address),
);

requiresEngine(
  "bwrap",
  "setpriv",
  "prlimit",
  "unshare",
  "nsenter",
  "ip",
)("an agent that calls out", () => {
  let engine: DockerEngine;
  let image: string;
  beforeAll(async () => {
    engine = await DockerEngine.start();
    const images = new AgentImages(engine);
    images.build("agent:1", ["ENV PATH=/bin"]);
    image = images.idOf("agent:1");
  });
  afterAll(() => engine?.[Symbol.asyncDispose]());

  const place = (): IsolationHost => scratchHost({ DOCKER_HOST: engine.host });
  const agent = (isolation: IsolationKind, script: string, request: Partial<IsolatedRequest> = {}) =>
    shellAgent(script, { isolation, image, env: { PATH: "/usr/bin:/bin" }, ...request });

  async function proxyFor(options: Partial<AgentProxyOptions>) {
    const proxy = await AgentProxy.open({
      mode: "proxy",
      hosts: [],
      secrets: [],
      listens: "in the agent's network",
      ...options,
    });
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    return proxy;
  }

  /** A service of the machine that everybody here can reach, and what it heard. */
  async function openService() {
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.on("error", () => {});
      heard.push(String(socket.remoteAddress));
      socket.end("CANARY-service\n");
    });
    const port = await freePort();
    server.listen(port, "::");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    return { port, heard };
  }

  /** Every way out that a program without a friend has. */
  const tries = (port: number) =>
    [
      ...["127.0.0.1", "::1", "169.254.169.254", "fd00:ec2::254", ...own].map(
        (address) => `busybox nc -w 1 ${address} ${port} </dev/null`,
      ),
      "busybox nc -w 1 169.254.169.254 80 </dev/null",
      "busybox nc -w 1 192.0.2.1 53 </dev/null",
      "busybox timeout 2 busybox nslookup localhost.example.test 127.0.0.53",
      ...own.map((address) => `busybox timeout 2 busybox nslookup example.test ${address}`),
      "busybox ip addr | busybox grep -c inet.*global",
      "busybox ip route | busybox wc -l",
    ].join("\n");

  describe.each(["container", "bubblewrap", "user"] as const)("%s", (isolation) => {
    test("with the policy none it reaches no service of the machine, no metadata and no resolver", async () => {
      const service = await openService();
      const { lines } = await outcomeOf(agent(isolation, tries(service.port)), place());
      expect(service.heard).toEqual([]);
      expect(lines.join("\n")).not.toContain("CANARY");
      // No address but loopback's, and no route.
      expect(lines.slice(-2)).toEqual(["0", "0"]);
    });

    test("with the policy proxy it reaches the hosts of the list through the proxy, and nothing past it", async () => {
      const service = await openService();
      const server = await upstream();
      const proxy = await proxyFor({
        hosts: [`allowed.test:${server.port}`, `127.0.0.1:${server.port}`],
        lookup: resolving({ "allowed.test": ["127.0.0.1"], "other.test": ["127.0.0.1"] }),
      });
      const script = [
        `busybox wget -q -O - http://allowed.test:${server.port}/yes`,
        `busybox wget -q -O - http://other.test:${server.port}/no`,
        `busybox wget -q -O - http://169.254.169.254/no`,
        `busybox wget -q -Y off -O - http://127.0.0.1:${server.port}/no`,
        tries(service.port),
      ].join("\n");
      const env = { PATH: "/usr/bin:/bin", ...proxy.variables };
      const request = agent(isolation, script, { env, proxy, network: { mode: "proxy" } });
      const { lines } = await outcomeOf(request, place());
      expect(lines[0]).toBe("hello from outside");
      expect(server.asked.map(({ url }) => url)).toEqual(["/yes"]);
      expect(service.heard).toEqual([]);
      expect(lines.slice(-2)).toEqual(["0", "0"]);
    });

    test("a secret that it never has is added on the way to its host, with the policy none too (P-41)", async () => {
      const server = await upstream("api.test");
      const host = `api.test:${server.port}`;
      const proxy = await proxyFor({
        mode: "none",
        secrets: [{ host, header: "authorization", value: "Bearer CANARY-secret" }],
        authorities: [server.authority],
        lookup: resolving({ "api.test": ["127.0.0.1"] }),
      });
      const script = [
        'busybox wget -q -O - "$BASE_URL/v1/models"',
        "cat /proc/*/environ /proc/*/cmdline 2>/dev/null | busybox grep -c 'CANAR[Y]'",
      ].join("\n");
      const env = { PATH: "/usr/bin:/bin", BASE_URL: proxy.baseUrlOf(host) };
      const { lines } = await outcomeOf(agent(isolation, script, { env, proxy }), place());
      expect(lines).toEqual(["hello from outside", "0"]);
      expect(server.asked[0]?.url).toBe("/v1/models");
      expect(server.asked[0]?.headers).toContain("Bearer CANARY-secret");
    });
  });

  test("abstract sockets of the machine are out of reach, and sockets that are files are where there is a view of its own", async () => {
    const abstract = `\0identikit-test-${process.pid}`;
    const file = join(scratchDirectory(), "socket");
    for (const path of [abstract, file]) {
      const server = createServer((socket) => socket.end("CANARY"));
      server.listen(path);
      await once(server, "listening");
      if (path === file) chmodSync(file, 0o777);
      onTestFinished(() => void server.close());
    }
    const code = (path: string) =>
      `require("net").connect({ path: ${JSON.stringify(path)} }).on("connect", () => console.log("reached")).on("error", (e) => console.log("out of reach")).on("connect", () => process.exit())`;
    const work = workDirectory();
    const node = { source: process.execPath, target: process.execPath, writable: false };
    const run = async (isolation: IsolationKind, path: string) => {
      const mounts = [
        { source: work, target: work, writable: true },
        ...(isolation === "user" ? [] : [node]),
      ];
      const request = agent(isolation, "", { argv: [process.execPath, "-e", code(path)], mounts, cwd: work });
      return (await outcomeOf(request, place())).lines;
    };
    expect(await run("bubblewrap", abstract)).toEqual(["out of reach"]);
    expect(await run("user", abstract)).toEqual(["out of reach"]);
    expect(await run("bubblewrap", file)).toEqual(["out of reach"]);
  });

  test("with the policy open it reaches the machine's network, and the proxy only with the key (bubblewrap, user)", async () => {
    const service = await openService();
    const server = await upstream("api.test");
    const host = `api.test:${server.port}`;
    for (const isolation of ["bubblewrap", "user"] as const) {
      const proxy = await proxyFor({
        mode: "open",
        listens: "on this machine",
        secrets: [{ host, header: "authorization", value: "Bearer CANARY-secret" }],
        authorities: [server.authority],
        lookup: resolving({ "api.test": ["127.0.0.1"] }),
      });
      const script = `busybox nc -w 1 127.0.0.1 ${service.port} </dev/null; busybox wget -q -O - "$BASE_URL/"; busybox wget -q -O - http://${proxy.address}/_/${"0".repeat(32)}/${host}/`;
      const env = { PATH: "/usr/bin:/bin", BASE_URL: proxy.baseUrlOf(host) };
      const { lines } = await outcomeOf(
        agent(isolation, script, { env, proxy, network: { mode: "open" } }),
        place(),
      );
      expect(lines).toEqual(["CANARY-service", "hello from outside"]);
    }
    expect(server.asked.length).toBe(2);
  });
});
