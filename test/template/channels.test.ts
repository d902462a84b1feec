import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ConfigFiles } from "../../src/secret/config-files.ts";

test("what the secret channel brings shows its names and nothing else", () => {
  const files = new ConfigFiles([["bootstrap.token", Buffer.from("hunter2")]]);
  expect(Buffer.from(files.reveal("bootstrap.token") ?? []).toString()).toBe("hunter2");
  expect(files.reveal("__proto__")).toBeUndefined();
  expect(JSON.stringify(files)).toBe('{"names":["bootstrap.token"]}');
  expect(inspect(files, { depth: 5, showHidden: true })).not.toMatch(/hunter2|68 75 6e/);
  expect(`${files}`).toBe("[object Object]");
});
