import { execFileSync } from "node:child_process";
import { beforeAll, expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { kebab } from "../../src/commands/options/kebab.ts";
import { optionMeta } from "../../src/commands/options/option.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { identikit } from "./identikit.ts";

const scripts = new Map<string, string>();
beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout } = await identikit(["completion", shell]);
    expect(code).toBe(0);
    scripts.set(shell, stdout);
  }
});

requires("bash")("in bash", () => {
  /** What bash offers when Tab is pressed behind these words. */
  function offered(...words: string[]): string[] {
    const directory = writeFiles(scratchDirectory(), {
      "complete.sh": scripts.get("bash") ?? "",
      "a.bundle": "",
    });
    const line = ["identikit", ...words].map((word) => `'${word}'`).join(" ");
    const script = `. ./complete.sh; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _identikit; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const shown = execFileSync("bash", ["--norc", "-c", script], { cwd: directory, encoding: "utf8" });
    return shown.split("\n").filter((word) => word !== "");
  }

  test("every command is offered, and those of a group behind its name", () => {
    const first = [...new Set(allCommands.map(({ name }) => name.split(" ")[0]))];
    expect(offered("")).toEqual([...first, "--help", "--version"]);
    expect(offered("config", "s")).toEqual(["sync", "show", "set"]);
    expect(offered("rec")).toEqual(["reconcile"]);
  });

  test("options are offered, and what a value can be", () => {
    expect(offered("reconcile", "--re")).toEqual(["--reason", "--repair", "--report"]);
    expect(offered("reconcile", "--format", "m")).toEqual(["markdown"]);
    expect(offered("config", "set", "mcp")).toEqual(["mcp_server"]);
    expect(offered("config", "set", "--scope", "type", "mcp")).toEqual(["mcp_server"]);
    expect(offered("config", "plan", "a.")).toEqual(["a.bundle"]);
    expect(offered("render", "--shard", "")).toEqual([]);
  });
});

requires("zsh")("in zsh", () => {
  test("the script is one that zsh can read", () => {
    const directory = writeFiles(scratchDirectory(), { _identikit: scripts.get("zsh") ?? "" });
    execFileSync("zsh", ["-n", "_identikit"], { cwd: directory });
  });
});

requires("fish")("in fish", () => {
  test("every command is offered, and those of a group behind its name", () => {
    const directory = writeFiles(scratchDirectory(), { "identikit.fish": scripts.get("fish") ?? "" });
    const offered = (line: string) =>
      execFileSync("fish", ["-N", "-c", `source identikit.fish; complete -C '${line}'`], {
        cwd: directory,
        encoding: "utf8",
      });
    expect(offered("identikit rec")).toContain("reconcile");
    expect(offered("identikit config s")).toMatch(/^set/m);
  });
});

test("every option of every command is in each script", () => {
  for (const [shell, script] of scripts) {
    for (const { name, options } of allCommands)
      for (const [key, schema] of Object.entries(options.shape)) {
        if (optionMeta.get(schema)?.positional) continue;
        const option = kebab(key);
        expect(script, `${shell}: ${name} --${option}`).toMatch(new RegExp(`(?<![a-z])${option}(?![a-z-])`));
      }
  }
});
