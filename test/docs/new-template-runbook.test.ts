import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { copyFleet } from "../e2e/fleet.ts";
import { house } from "./documents.ts";

const page = readFileSync(join(house, "docs/template-asset-delivery.md"), "utf8");
const runbook = page.split("## Runbook: a new template, without a code change")[1] ?? "";
const steps = runbook.split(/\n(?=\d+\. \*\*)/).slice(1);
const [check = "", restart = ""] = steps
  .slice(-2)
  .map((step) => /```sh\n([\s\S]*?)```/.exec(step)?.[1] ?? "");

/** The commands of a step on the example's reviewer; the delivery is what a restart does first. */
async function run(fleet: ReturnType<typeof copyFleet>, commands: string) {
  const program = fleet.path("bin/identikit");
  mkdirSync(fleet.path("bin"), { recursive: true });
  writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${join(house, "dist/identikit.js")} "$@"\n`);
  chmodSync(program, 0o755);
  mkdirSync(fleet.path("volume"), { recursive: true });
  const script = commands
    .replaceAll("analyst", "reviewer")
    .replaceAll("/tmp/", `${fleet.path("list")}.`)
    .replaceAll("VOLUME", fleet.path("volume"))
    .replace(
      /^ *# restart the agent.*$/m,
      `identikit materialize reviewer --volume ${fleet.path("volume")} > /dev/null`,
    );
  const env = { HOME: fleet.root, PATH: `${fleet.path("bin")}:${process.env.PATH}` };
  const done = promisify(execFile)("bash", ["--norc", "-euo", "pipefail", "-c", script], {
    cwd: fleet.root,
    env,
  });
  return await done.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe("the runbook for a new template ends", () => {
  test("with the check of its skills, and with the same after a restart", () => {
    expect(steps.at(-2)).toMatch(/^\d+\. \*\*Check one of them/);
    expect(steps.at(-1)).toMatch(/^\d+\. \*\*Restart the agent and check again/);
    for (const commands of [check, restart])
      expect(commands).toContain("identikit materialize analyst --volume VOLUME --strict");
  });

  test("with commands that say that all is as it was, however often it is restarted", async () => {
    using fleet = copyFleet();
    expect(await run(fleet, check)).toMatchObject({ code: 0, stdout: expect.stringContaining("delivered") });
    expect(await run(fleet, check)).toMatchObject({ code: 0, stdout: expect.stringContaining("unchanged") });
    for (const _ of [1, 2]) {
      const { code, stdout } = await run(fleet, restart);
      expect(code).toBe(0);
      expect(stdout).toContain("unchanged");
      expect(stdout).toContain("0 written, 0 removed");
    }
  });

  test("with commands that fail where the card names other skills than there are, or one is lost", async () => {
    using fleet = copyFleet();
    expect(await run(fleet, check)).toMatchObject({ code: 0, stdout: expect.stringContaining("delivered") });
    rmSync(fleet.path("volume/agent-skills/read-ci-failure"), { recursive: true });
    expect((await run(fleet, restart)).code).not.toBe(0);
    const card = fleet.path("templates/reviewer/config.yaml");
    writeFileSync(card, readFileSync(card, "utf8").replace("id: read-ci-failure", "id: read-tea-leaves"));
    const { code, stderr } = await run(fleet, check);
    expect(code).not.toBe(0);
    expect(stderr).toContain("does not name read-ci-failure");
  });
});
