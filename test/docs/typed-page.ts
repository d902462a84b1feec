import { execFile } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { house } from "./documents.ts";

/** Begins the command line of this repository. */
export const program = `${process.execPath} ${join(house, "dist/identikit.js")}`;

/** Where somebody types what a page shows. */
export interface Desk {
  readonly cwd: string;
  /** The heading behind which typing begins; the top of the page if left out. */
  readonly from?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of programs that are there, by name; `identikit` is, if it is not named. */
  readonly programs?: Readonly<Record<string, string>>;
  /** What the page leaves to its reader, such as a name or the address of a server of theirs, and what it is here. */
  readonly words?: Readonly<Record<string, string>>;
  /** What happened meanwhile, in shell, by the line with which the next block begins. */
  readonly before?: Readonly<Record<string, string>>;
}

interface Block {
  readonly form: string;
  readonly exit: number;
  readonly text: string;
}

function blocksOf(page: string, from: string | undefined): Block[] {
  const whole = readFileSync(join(house, "docs", `${page}.md`), "utf8");
  const text = from === undefined ? whole : (whole.split(`\n${from}\n`)[1] ?? "");
  return [...text.matchAll(/^( *)```(sh|text)(?: exit=(\d))?\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = "", form = "", exit = "0", body = ""]) => ({
      form,
      exit: Number(exit),
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** An output of a page; … stands for anything in a line. */
export function outputPattern(text: string): RegExp {
  const parts = text.trimEnd().split("…");
  return new RegExp(parts.map((part) => RegExp.escape(part)).join("[^\\n]*"));
}

/**
 * Types the `sh` blocks of a page into one shell after the other, which keeps directory and variables from block to block. Each has to end as
 * the page says, and a `text` block behind one has to be in what it printed.
 * @param page below `docs`, without its ending
 * @returns how many outputs were compared, and what was printed last
 */
export async function typePage(page: string, desk: Desk): Promise<{ outputs: number; said: string }> {
  const scripts = { identikit: `#!/bin/sh\nexec ${program} "$@"\n`, ...desk.programs };
  const bin = writeFiles(join(scratchDirectory(), "bin"), scripts);
  for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: bin, ...desk.env };
  const state = join(bin, "state");
  const met = new Set<string>();
  let said = "";
  let outputs = 0;
  for (const block of blocksOf(page, desk.from)) {
    const text = filledIn(block.text, desk.words ?? {}, met);
    if (block.form === "text" && said !== "") {
      outputs++;
      expect(said, page).toMatch(outputPattern(text));
    } else if (block.form === "sh") {
      const [meanwhile] = Object.entries(desk.before ?? {}).filter(([line]) => block.text.startsWith(line));
      if (meanwhile) met.add(meanwhile[0]);
      const script = `[ -f ${state} ] && . ${state}\nset -e\ntrap 'code=$?; { export -p; printf "cd %q\\n" "$PWD"; } >${state}; exit $code' EXIT\n${meanwhile?.[1] ?? ""}\n${text}`;
      const done = promisify(execFile)("bash", ["--norc", "-c", script], { cwd: desk.cwd, env });
      const [code, output] = await done.then(
        ({ stdout, stderr }) => [0, stdout + stderr] as const,
        ({ code, stdout, stderr }) => [code, stdout + stderr] as const,
      );
      expect(code, `${page}\n${text}\n${output}`).toBe(block.exit);
      said = output;
    }
  }
  const expected = [...Object.keys(desk.words ?? {}), ...Object.keys(desk.before ?? {})];
  expect(
    expected.filter((word) => !met.has(word)),
    `no longer on ${page}`,
  ).toEqual([]);
  return { outputs, said };
}

/** A text with the reader's words in the place of the page's. */
function filledIn(text: string, words: Readonly<Record<string, string>>, met: Set<string>): string {
  return Object.entries(words).reduce((filled, [word, here]) => {
    const pattern = new RegExp(`(?<![\\w-])${RegExp.escape(word)}(?![\\w-])`, "g");
    return filled.replaceAll(pattern, () => {
      met.add(word);
      return here;
    });
  }, text);
}
