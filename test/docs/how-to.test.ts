import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { PostgresServer } from "../services/postgres.ts";
import { firstCommit } from "../template/git-repository.ts";
import { house } from "./documents.ts";

/** Pages whose `sh` blocks are typed one after the other; a `text` block behind one is in what it printed. */
const pages = [
  "how-to/first-image",
  "how-to/rotate-keys",
  "how-to/run-a-fleet",
  "how-to/migrate-from-a-shell-script",
  "how-to/migrate-from-a-dockerfile",
];

const program = `${process.execPath} ${join(house, "dist/identikit.js")}`;

interface Block {
  readonly form: string;
  readonly exit: number;
  readonly text: string;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(join(house, "docs", `${page}.md`), "utf8");
  return [...text.matchAll(/^( *)```(sh|text)(?: exit=(\d))?\n([\s\S]*?)^ *```$/gm)].map(
    ([, indent = "", form = "", exit = "0", body = ""]) => ({
      form,
      exit: Number(exit),
      text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    }),
  );
}

/** An output of a page; … stands for anything in a line. */
function patternOf(text: string): RegExp {
  const parts = text.trimEnd().split("…");
  return new RegExp(parts.map((part) => RegExp.escape(part)).join("[^\\n]*"));
}

/** Types the blocks of a page into one shell after the other, which keeps directory and variables from block to block. */
async function type(
  page: string,
  cwd: string,
  more: Readonly<Record<string, string>> = {},
  programs: Readonly<Record<string, string>> = {},
): Promise<number> {
  const scripts = { identikit: `#!/bin/sh\nexec ${program} "$@"\n`, ...programs };
  const bin = writeFiles(join(scratchDirectory(), "bin"), scripts);
  for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: bin, ...more };
  const state = join(bin, "state");
  let said = "";
  let outputs = 0;
  for (const { form, exit, text } of blocksOf(page))
    if (form === "text" && said !== "") {
      outputs++;
      expect(said, page).toMatch(patternOf(text));
    } else if (form === "sh") {
      const script = `[ -f ${state} ] && . ${state}\nset -e\ntrap 'code=$?; { export -p; printf "cd %q\\n" "$PWD"; } >${state}; exit $code' EXIT\n${text}`;
      const done = promisify(execFile)("bash", ["--norc", "-c", script], { cwd, env });
      const [code, output] = await done.then(
        ({ stdout, stderr }) => [0, stdout + stderr] as const,
        ({ code, stdout, stderr }) => [code, stdout + stderr] as const,
      );
      expect(code, `${page}\n${text}\n${output}`).toBe(exit);
      said = output;
    }
  return outputs;
}

describe("the commands of a page, one after the other, do what it says:", () => {
  test.each(pages)("%s", async (page) => {
    const cwd = scratchDirectory();
    if (page === "how-to/run-a-fleet")
      cpSync(join(house, "examples/fleet"), cwd, {
        recursive: true,
        filter: (path) => !/\/\.(?:identikit|tenant-bundle-deps)$/.test(path),
      });
    expect(await type(page, cwd)).toBeGreaterThan(0);
  });
});

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("tutorials/first-hour", () => {
  test("ends with an agent at work, on a forge that knows who asks", async () => {
    const remote = scratchDirectory();
    const repository = join(remote, "tidewater/harbour.git");
    mkdirSync(repository, { recursive: true });
    const commit = firstCommit(repository, { "README.md": "hello\n" });
    await using forge = await ForgeApi.listen("gitea");
    const user = forgeUser("gitea", "mira");
    const at = "/repos/tidewater/harbour";
    forge.answers.set("/user", user);
    forge.answers.set("/orgs/tidewater/teams", []);
    forge.answers.set(at, { default_branch: "main" });
    forge.answers.set(`${at}/branches/main`, { commit: { id: commit }, protected: true });
    forge.answers.set(`${at}/collaborators/mira/permission`, {
      permission: "write",
      role_name: "write",
      user,
    });
    const env = {
      GITHUB_SERVER_URL: forge.serverUrl,
      GITHUB_API_URL: forge.apiUrl,
      IDENTIKIT_HOST_TOKEN: forgeTokens.read,
    };
    const programs = {
      // The forge of the test has no git: its repository is a directory.
      identikit: `#!/bin/sh\n[ "$1" = run ] && set -- "$@" --remote ${remote}\nexec ${program} "$@"\n`,
      // A machine without age-keygen gets its keys from the same library that seals for them.
      "age-keygen": ageKeygen,
    };
    expect(await type("tutorials/first-hour", scratchDirectory(), env, programs)).toBe(11);
    expect(forge.written).toEqual([]);
  });
});

const ageKeygen = `#!${process.execPath}
const fs = require("node:fs");
const age = import(${JSON.stringify(join(house, "node_modules/age-encryption/dist/index.js"))});
const [option, file] = process.argv.slice(2);
age.then(async ({ generateIdentity, identityToRecipient }) => {
  if (option === "-o") fs.writeFileSync(file, (await generateIdentity()) + "\\n", { mode: 0o600 });
  else console.log(await identityToRecipient(fs.readFileSync(file, "utf8").trim()));
});
`;

requires(
  "initdb",
  "postgres",
  "psql",
)("how-to/use-postgresql", () => {
  test("moves what is there to a server, and both backups are the same", async () => {
    await using server = await PostgresServer.start();
    await type("how-to/use-postgresql", scratchDirectory(), { DATABASE_URL: await server.createDatabase() });
  });
});

test("every how-to page begins with what it is for, and has no other kind's title", () => {
  const titles = readdirSync(join(house, "docs/how-to")).map((file) => [
    file,
    readFileSync(join(house, "docs/how-to", file), "utf8").split("\n")[0],
  ]);
  expect(titles.filter(([, title]) => !/^# [A-Z]/.test(title ?? ""))).toEqual([]);
  expect(titles.filter(([, title]) => /tutorial|reference/i.test(title ?? ""))).toEqual([]);
});
