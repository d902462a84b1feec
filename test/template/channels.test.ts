import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ConfigFiles } from "../../src/secret/config-files.ts";
import { deliverInto } from "../../src/template/deliver.ts";
import { type MaterializeOptions, materialize } from "../../src/template/materialize.ts";
import type { TemplateAssets } from "../../src/template/template-assets.ts";
import { treeOf } from "../tree/expect-same-tree.ts";

/** Checked by the compiler, never run: each line that should not compile would be an unused directive if it did. */
function keptApartByTheCompiler(
  secrets: ConfigFiles,
  assets: TemplateAssets,
  options: MaterializeOptions,
  takesSecrets: (files: ConfigFiles) => void,
): void {
  // @ts-expect-error what the secret channel brings cannot go through the asset channel
  void materialize(secrets, options);
  // @ts-expect-error nor into a fetched directory
  void deliverInto("/x", secrets, options.signal);
  // @ts-expect-error assets cannot go through the secret channel
  takesSecrets(assets);
  // @ts-expect-error a tree that was not checked is no asset
  void materialize(treeOf({ "config.yaml": "x" }), options);
  // @ts-expect-error neither is something that only looks like it
  void materialize({ tree: assets.tree, digest: assets.digest, origin: assets.origin }, options);
}

test("the two channels' types are no relation of each other", () => {
  expect(keptApartByTheCompiler).toBeTypeOf("function");
});

test("what the secret channel brings shows its names and nothing else", () => {
  const files = new ConfigFiles([["bootstrap.token", Buffer.from("hunter2")]]);
  expect(Buffer.from(files.reveal("bootstrap.token") ?? []).toString()).toBe("hunter2");
  expect(files.reveal("__proto__")).toBeUndefined();
  expect(JSON.stringify(files)).toBe('{"names":["bootstrap.token"]}');
  expect(inspect(files, { depth: 5, showHidden: true })).not.toMatch(/hunter2|68 75 6e/);
  expect(`${files}`).toBe("[object Object]");
});
