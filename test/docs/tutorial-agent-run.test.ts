import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { copyFleet, type FleetCopy } from "../e2e/fleet.ts";
import { ForgeApi, forgeTokens, forgeUser } from "../services/forge-api.ts";
import { house } from "./documents.ts";
import { outputPattern, typePage } from "./typed-page.ts";

const page = readFileSync(join(house, "docs/tutorials/agent-run.md"), "utf8");
const blocks = [...page.matchAll(/```(sh|json|text)\n([\s\S]*?)```/g)].map(([, form = "", text = ""]) => ({
  form,
  text,
}));
const repository = "tidewater/berths";
const [head, base] = ["1".repeat(40), "2".repeat(40)];

/** The forge of the tutorial: mira may write to the repository, whose main branch is protected. */
function answer({ answers }: ForgeApi): void {
  const at = `/repos/${repository}`;
  const mine = { repo: { full_name: repository } };
  answers.set("/user", forgeUser("gitea", "mira"));
  answers.set("/orgs/tidewater/teams", []);
  answers.set(at, { default_branch: "main" });
  answers.set(`${at}/branches/main`, { commit: { id: head }, protected: true });
  answers.set(`${at}/branches/topic`, { commit: { id: head }, protected: false });
  const user = forgeUser("gitea", "mira");
  answers.set(`${at}/collaborators/mira/permission`, { permission: "write", role_name: "write", user });
  answers.set(`${at}/pulls/12`, {
    ...{ number: 12, state: "open", changed_files: 1 },
    ...{ head: { sha: head, ref: "topic", ...mine }, base: { sha: base, ref: "main", ...mine } },
  });
  answers.set(`${at}/pulls/12/files`, [{ filename: "src/tides.go" }]);
}

test("the tutorial's commands, one after the other, say what the page says", async () => {
  using fleet = copyFleet();
  await using forge = await ForgeApi.listen("gitea");
  answer(forge);
  const env: Record<string, string> = {
    HOME: fleet.root,
    PATH: `${programIn(fleet)}:${process.env.PATH}`,
    GITHUB_SERVER_URL: forge.serverUrl,
    GITHUB_API_URL: forge.apiUrl,
    IDENTIKIT_HOST_TOKEN: forgeTokens.write,
  };
  let said = "";
  let texts = 0;
  for (const { form, text } of blocks) {
    if (form === "json") writeFileSync(fleet.path("event.json"), text);
    // The copy of the example is here already, and the forge is the test's.
    else if (form === "sh" && !/^cp |GITHUB_SERVER_URL/.test(text)) said = await run(fleet, text, env);
    else if (form === "text") {
      texts++;
      expect(said).toMatch(outputPattern(text));
    }
  }
  expect(texts).toBe(10);
  await typePage("reference/triggers", {
    cwd: fleet.root,
    env,
    before: {
      // The tutorial ends with the brake pulled.
      "identikit dispatch --event":
        "identikit delete agentpause $(identikit get agentpauses -o name | cut -d/ -f2)",
    },
    words: {
      "payload.json": "event.json",
      DELIVERY: "$(identikit get webhookdeliveries -o name | head -1 | cut -d/ -f2)",
    },
  });
  expect(forge.written).toEqual([]);
});

/** A folder with the program under its name. */
function programIn(fleet: FleetCopy): string {
  const folder = fleet.path("bin");
  mkdirSync(folder);
  writeFileSync(
    join(folder, "identikit"),
    `#!/bin/sh\nexec ${process.execPath} ${join(house, "dist/identikit.js")} "$@"\n`,
  );
  chmodSync(join(folder, "identikit"), 0o755);
  return folder;
}

/** What commands print; variables that they export are there for the next ones. */
async function run({ root }: FleetCopy, commands: string, env: Record<string, string>): Promise<string> {
  for (const [, name = "", value = ""] of commands.matchAll(/(?<=^export .*)\b(\w+)=(\S+)/gm))
    env[name] = value;
  const done = promisify(execFile)("bash", ["--norc", "-c", commands], { cwd: root, env });
  return await done.then(
    ({ stdout }) => stdout,
    ({ code, stdout, stderr }) => {
      // A refusal is an answer, and the only failure that the page shows.
      expect(code, stderr).toBe(2);
      return stdout;
    },
  );
}
