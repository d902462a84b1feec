import { execFile } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { c as tarball } from "tar";
import { expect, test } from "vitest";
import { copyFleet } from "../e2e/fleet.ts";
import { programPath, requires } from "../requirement.ts";
import { writeFiles } from "../scratch.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/explanation/comparison.md"), "utf8");
const lines = [...page.matchAll(/```console\n([\s\S]*?)```/g)].map(([, text = ""]) =>
  text.trim().split("\n"),
);
/** What a machine without an engine and without a forge cannot run; other tests run both commands. */
const elsewhere = /docker-daemon:|^identikit dispatch /;
/** Peers that are here; the others need accounts, clusters or other systems. */
const peers = /^crane /;

requires("crane", "docker-registry")("the page that compares", () => {
  test("shows commands of ours that do what they are shown for, and those of the peers that are here", async () => {
    using fleet = copyFleet();
    await using registry = await DockerRegistry.start();
    const bin = writeFiles(fleet.path("bin"), {
      identikit: `#!/bin/sh\nexec ${process.execPath} ${join(house, "dist/identikit.js")} "$@"\n`,
    });
    chmodSync(join(bin, "identikit"), 0o755);
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: fleet.root,
      BASE: `${registry.host}/base:1`,
      IMAGE: `${registry.host}/agent:1`,
      TEMPLATE: fleet.path(".tenant-bundle-deps/workspace-configs-templates/platform-agent"),
    };
    const run = async (command: string): Promise<string> => {
      const text = command
        .replace("/srv/agents", ".identikit/env")
        .replace(/^crane/, programPath("crane") ?? "");
      const done = promisify(execFile)("bash", ["-c", text], { cwd: fleet.root, env });
      const { stdout } = await done.catch(({ stdout, stderr }) => {
        throw new Error(`${command}\n${stdout}${stderr}`);
      });
      return stdout;
    };
    writeFileSync(fleet.path("config.txt"), "name: a\n");
    await tarball({ cwd: fleet.root, file: fleet.path("identity.tar") }, ["config.txt"]);
    await run("identikit pipeline");
    await run("identikit config export --to config.bundle");
    await run("identikit publish --from oci:.identikit/images:baked --to docker://$BASE --tag 1");
    const typed = lines
      .flat()
      .filter((line) => (peers.test(line) || line.startsWith("identikit")) && !elsewhere.test(line));
    for (const line of typed) expect(await run(line), line).not.toBe("");
    expect(typed.length).toBeGreaterThanOrEqual(8);
    // Each peer has a command of its own beside ours.
    expect(
      lines.filter((block) => block.length < 2 || !block.some((line) => line.startsWith("identikit"))),
    ).toEqual([]);
  });
});
