import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { forgeTokens, forgeUser } from "../services/forge-api.ts";
import { KeepingForge } from "../services/keeping-forge.ts";
import { PostgresServer } from "../services/postgres.ts";
import { firstCommit } from "../template/git-repository.ts";
import { house } from "./documents.ts";
import { typePage } from "./typed-page.ts";

/** Pages whose `sh` blocks are typed one after the other; a `text` block behind one is in what it printed. */
const pages = [
  "how-to/first-image",
  "how-to/rotate-keys",
  "how-to/run-a-fleet",
  "how-to/migrate-from-a-shell-script",
  "how-to/migrate-from-a-dockerfile",
];

describe("the commands of a page, one after the other, do what it says:", () => {
  test.each(pages)("%s", async (page) => {
    const cwd = scratchDirectory();
    if (page === "how-to/run-a-fleet")
      cpSync(join(house, "examples/fleet"), cwd, {
        recursive: true,
        filter: (path) => !/\/\.(?:identikit|tenant-bundle-deps)$/.test(path),
      });
    expect((await typePage(page, { cwd })).outputs).toBeGreaterThan(0);
  });
});

requires(
  "bwrap",
  "setpriv",
  "prlimit",
  "jq",
)("tutorials/first-hour", () => {
  test("ends with an agent at work, on a forge that knows who asks; the pages on runs go on from there", async () => {
    const repositories = scratchDirectory();
    const repository = join(repositories, "tidewater/harbour.git");
    mkdirSync(repository, { recursive: true });
    const commit = firstCommit(repository, { "README.md": "hello\n" });
    await using forge = await KeepingForge.listen(repositories);
    const user = forgeUser("gitea", "mira");
    forge.answers.set("/user", user);
    forge.answers.set("/orgs/tidewater/teams", []);
    forge.answers.set("/repos/tidewater/harbour", { default_branch: "main" });
    forge.answers.set("branches/main", { commit: { id: commit }, protected: true });
    forge.answers.set("collaborators/mira/permission", { permission: "write", role_name: "write", user });
    const env = { ...forge.env(), IDENTIKIT_HOST_TOKEN: forgeTokens.read };
    const programs = {
      // A machine without age-keygen gets its keys from the same library that seals for them.
      "age-keygen": ageKeygen,
    };
    const cwd = scratchDirectory();
    expect((await typePage("tutorials/first-hour", { cwd, env, programs })).outputs).toBe(11);
    const desk = { cwd: join(cwd, "harbour"), env, programs };
    const words = { RUN: "$(identikit runs list --json | grep -o 'run-[0-9a-f]*' | head -1)" };
    await typePage("explanation/agent-runs", {
      ...desk,
      from: "## Look at runs, and act on them",
      words,
      before: {
        "identikit runs verify": "identikit audit verify --json | jq -r .heads >audit.heads",
      },
    });
    await typePage("how-to/agent-run-runbooks", {
      ...desk,
      words: {
        ...words,
        LOGIN: "mira",
        TOKEN: forgeTokens.write,
        NAME: "$(identikit get agentworkspaces -o name | head -1 | cut -d/ -f2)",
        DIR: scratchDirectory(),
        ORGANISATION: "tidewater",
        "OWNER/REPO": "tidewater/harbour",
      },
      before: {
        "identikit runs cancel":
          'identikit dispatch helper --repository tidewater/harbour --task "Once more"',
      },
    });
    await typePage("explanation/agent-run-security", desk);
    expect([...forge.comments, ...forge.pulls, ...forge.statuses]).toEqual([]);
  });
});

const ageKeygen = `#!${process.execPath}
const fs = require("node:fs");
const age = import(${JSON.stringify(join(house, "node_modules/age-encryption/dist/index.js"))});
const [option, file] = process.argv.slice(2);
age.then(async ({ generateIdentity, identityToRecipient }) => {
  if (option !== "-o") return console.log(await identityToRecipient(/^AGE-.*/m.exec(fs.readFileSync(file, "utf8"))[0]));
  const identity = await generateIdentity();
  const lines = ["# created: 2026-01-01T00:00:00Z", "# public key: " + (await identityToRecipient(identity)), identity, ""];
  fs.writeFileSync(file, lines.join("\\n"), { mode: 0o600 });
});
`;

requires(
  "initdb",
  "postgres",
  "psql",
)("how-to/use-postgresql", () => {
  test("moves what is there to a server, and both backups are the same", async () => {
    await using server = await PostgresServer.start();
    const env = { DATABASE_URL: await server.createDatabase() };
    await typePage("how-to/use-postgresql", { cwd: scratchDirectory(), env });
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
