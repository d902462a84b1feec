import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house, sources } from "./rooms.ts";

const makesServer =
  /\bcreate(Secure)?Server\b|\bnew (https?|http2|net|tls)\.Server\(|\bWebSocketServer\b|from "@hono\/node-server/;

test("one file makes the product's server, so that its door and its bounds stand before everything", () => {
  const makers = sources("src").filter((file) => {
    const text = readFileSync(join(house, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    return makesServer.test(text);
  });
  expect(makers).toEqual(["src/api/http-server.ts"]);
});
