import { expect, test } from "vitest";
import { credentialIn } from "../../src/secret/credential-in.ts";

const server = (fields: object) => ({ type: "http", url: "https://mcp.example", ...fields });

test.each([
  [server({ headers: { Authorization: "Bearer abcdefgh12345678" } }), "headers.Authorization"],
  [{ type: "stdio", command: "c", env: { API_TOKEN: "plain" } }, "env.API_TOKEN"],
  [{ type: "stdio", command: "c", args: ["--token", "plain"] }, "args.1"],
  [{ type: "stdio", command: "c", args: [`ghp_${"a".repeat(36)}`] }, "args.0"],
  [server({ url: "https://user:hunter2@mcp.example" }), "url"],
])("finds a credential in %j", (value, where) => {
  expect(credentialIn(value)).toBe(where);
});

test.each([
  [server({ headers: { Authorization: "Bearer ${SECRET:FORGE}" } })],
  [{ type: "stdio", command: "c", env: { API_TOKEN: "${SECRET:FORGE}", LOG_LEVEL: "debug" } }],
  [{ type: "stdio", command: "c", args: ["--token", "${SECRET:FORGE}", "--verbose"] }],
  [server({ url: "https://mcp.example/path?tenant=a" })],
  [{ source: { source: "github", repo: "acme/plugins" } }],
  ["You keep the bearer of news informed."],
  [true],
])("finds none in %j", (value) => {
  expect(credentialIn(value)).toBeUndefined();
});
