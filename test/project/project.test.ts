import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openProject } from "../../src/project/project.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "identikit-project-"));
});
afterEach(() => rmSync(root, { recursive: true }));

test("a repository that follows the conventions needs no settings file", async () => {
  writeFileSync(join(root, "manifest.json"), "{}");
  mkdirSync(join(root, "a/b"), { recursive: true });
  const project = await openProject(join(root, "a/b"));
  expect(project.root).toBe(root);
  expect(project.settings.identity.destination).toBe("/opt/molecule-platform-agent-template/");
  expect(project.settings.builtin.mcpServers).toBe("config/mcp-builtin.json");
  expect(project.path(project.settings.lock)).toBe(join(root, "identikit.lock"));
});

test("a typo in the settings is named with its line", async () => {
  writeFileSync(join(root, "identikit.yaml"), "version: 1\nidentity:\n  destnation: /opt/x/\n");
  await expect(openProject(root)).rejects.toThrow(
    expect.objectContaining({
      code: "SETTINGS_INVALID",
      message: 'identikit.yaml:3: unknown key "identity.destnation"; did you mean "destination"?',
    }),
  );
});

test("how servers are asked is settled in one place", async () => {
  writeFileSync(join(root, "identikit.yaml"), "version: 1\n");
  expect((await openProject(root)).settings.network).toEqual({ retryFor: 7, allowPrivateHosts: [] });
  writeFileSync(
    join(root, "identikit.yaml"),
    "network:\n  retryFor: 30\n  allowPrivateHosts: [10.0.0.7:9000]\n",
  );
  const { settings } = await openProject(root);
  expect(settings.network).toEqual({ retryFor: 30, allowPrivateHosts: ["10.0.0.7:9000"] });
  writeFileSync(join(root, "identikit.yaml"), "network:\n  retryFor: -1\n");
  await expect(openProject(root)).rejects.toThrow(expect.objectContaining({ code: "SETTINGS_INVALID" }));
});

test("an empty settings file means the defaults", async () => {
  writeFileSync(join(root, "identikit.yaml"), "# nothing to say\n");
  expect((await openProject(root)).settings.manifest).toBe("manifest.json");
});

test("outside a repository the remedy says how to name one", async () => {
  await expect(openProject(root)).rejects.toThrow(expect.objectContaining({ code: "SSOT_MISSING" }));
  await expect(openProject(root, "nowhere")).rejects.toThrow(
    expect.objectContaining({ code: "SSOT_MISSING" }),
  );
});
