import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

const makesServer =
  /\bcreate(Secure)?Server\b|\bnew (https?|http2|net|tls)\.Server\(|\bWebSocketServer\b|from "@hono\/node-server/;

/** The product's server, whose door and bounds stand before everything; and the way out of an agent, which only that agent can reach. */
const allowed = [
  "src/api/http-server.ts",
  "src/isolation/proxy/agent-proxy.ts",
  "src/runtime/listener-program.ts",
];

test("one file makes the product's server, and one the proxy of an agent, so that their bounds stand before everything", () => {
  const makers = sources("src").filter((file) => {
    const text = readFileSync(join(house, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    return makesServer.test(text);
  });
  expect(makers.sort()).toEqual(allowed);
});
