import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { house } from "../architecture/rooms.ts";

test("the command line is a program that npx can start as it stands", () => {
  const { version, bin } = JSON.parse(readFileSync(join(house, "package.json"), "utf8"));
  const printed = execFileSync(join(house, bin.identikit), ["--version"], { encoding: "utf8" });
  expect(printed).toBe(`${version}\n`);
});

test("a reader that stops reading early ends nothing with a crash", () => {
  const program = join(house, "dist/identikit.js");
  const { stdout, stderr } = spawnSync(
    "sh",
    ["-c", `"$0" "$1" bake --help | head -n 1`, process.execPath, program],
    {
      encoding: "utf8",
    },
  );
  expect(stdout).toMatch(/^Usage: identikit bake/);
  expect(stderr).toBe("");
});

test("several values may follow a list's flag, or the flag may be repeated", () => {
  const program = join(house, "dist/identikit.js");
  const agents = (...args: string[]) => {
    const run = spawnSync(process.execPath, [program, "render", ...args, "--json", "--root", "nowhere"], {
      encoding: "utf8",
    });
    return JSON.parse(run.stdout).error.code;
  };
  expect(agents("--agent", "a", "b")).toBe("SSOT_MISSING");
  expect(agents("--agent", "a", "--agent", "b")).toBe("SSOT_MISSING");
  expect(agents("--agent", "--all")).toBe("USAGE");
});
