import { execFile } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { allCommands } from "../../src/commands/all.ts";
import { copyFleet } from "../e2e/fleet.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { house } from "./documents.ts";
import { program } from "./typed-page.ts";

/** Examples that are about something which the example fleet has not, and the code that says so. */
const refused: Readonly<Record<string, string>> = {
  // The fleet has a reviewer.
  "new template": "FILE_EXISTS",
  "config unset": "ROW_UNKNOWN",
  "config rollback": "HISTORY_UNKNOWN",
  // What is there is neither replaced nor taken from those who use it.
  restore: "DATABASE_NOT_EMPTY",
  "secret remove": "SECRET_IN_USE",
  delete: "MANAGED_BY_REPOSITORY",
  // Keys, an engine and a forge of the reader's own.
  "secret rotate": "KEYRING_INVALID",
  "containers rebuild": "ENGINE_UNREACHABLE",
  dispatch: "HOST_UNREACHABLE",
  run: "POOL_KEY_INVALID",
  // No agent has worked yet.
  "runs show": "NOT_FOUND",
  "runs events": "NOT_FOUND",
  "runs cancel": "NOT_FOUND",
  "runs retry": "NOT_FOUND",
  "runs resume": "NOT_FOUND",
  "runs fork": "NOT_FOUND",
  "runs continue": "NOT_FOUND",
  "runs write-back": "NOT_FOUND",
  "runs review": "NOT_FOUND",
  "runs verify": "NOT_FOUND",
  workspaces: "NOT_FOUND",
  approve: "NOT_FOUND",
  "write-back": "FILE_UNREADABLE",
};

/** Examples that do not end by themselves, or need a server of the reader's own: others type them. */
const elsewhere: Readonly<Record<string, string>> = {
  serve: "test/docs/operator-pages.test.ts",
  boot: "test/docs/operator-pages.test.ts",
  events: "test/e2e/events.test.ts",
  crds: "test/commands/crds.test.ts",
  completion: "test/e2e/completion.test.ts",
};

requires(
  "docker-registry",
  "jq",
  "openssl",
)("the examples of the reference of commands", () => {
  test("do in the example fleet what they are shown for, or say by a code what it has not", async () => {
    using fleet = copyFleet("checkout");
    await using registry = await DockerRegistry.start();
    const bin = writeFiles(scratchDirectory(), { identikit: `#!/bin/sh\nexec ${program} "$@"\n` });
    chmodSync(join(bin, "identikit"), 0o755);
    const env = {
      PATH: `${bin}:${process.env.PATH}`,
      HOME: scratchDirectory(),
      TOKEN: "a-value",
      DOCKER_HOST,
    };
    const type = (line: string) =>
      // A program that reads what somebody types finds the end of it.
      promisify(execFile)("bash", ["--norc", "-c", `exec </dev/null\n${line}`], {
        cwd: fleet.root,
        env,
      }).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        ({ code, stdout, stderr }) => ({ code: Number(code), said: `${stdout}${stderr}` }),
      );
    const image = `docker://${registry.host}/molecule-ai/platform-platform-agent`;
    for (const line of [
      "identikit pipeline",
      "openssl genpkey -algorithm ed25519 -out cosign.key && chmod 600 cosign.key && openssl pkey -in cosign.key -pubout -out cosign.pub",
      `identikit bake --base scratch --to ${image}:staging --sign-key cosign.key`,
      `identikit bake --base scratch --to docker://${registry.host}/agent:candidate`,
      "identikit audit verify --json | jq -r .heads >audit.heads",
    ])
      expect(await type(line), line).toMatchObject({ code: 0 });
    const digest = /sha256:[0-9a-f]{64}/.exec(
      (await type(`identikit image validate docker://${registry.host}/agent:candidate --json`)).said,
    )?.[0];
    const ended: string[] = [];
    for (const { name, example } of allCommands) {
      if (name in elsewhere) continue;
      const line = example
        .replaceAll("registry.example", registry.host)
        .replace("@sha256:…", `@${digest}`)
        .replace("/srv/agents", ".identikit/env")
        .replace("/configs", scratchDirectory())
        .replace("examples/fleet", ".");
      const { code, said } = await type(line);
      const expected = refused[name];
      if (expected === undefined) expect(code, `${line}\n${said}`).toBe(0);
      else expect(said, line).toContain(`error ${expected}:`);
      ended.push(name);
    }
    expect(ended.length).toBeGreaterThan(65);
  });

  test("are of commands that there are, and those that others type are typed there", () => {
    const names = allCommands.map(({ name }) => name);
    expect(
      [...Object.keys(refused), ...Object.keys(elsewhere)].filter((name) => !names.includes(name)),
    ).toEqual([]);
    for (const [name, file] of Object.entries(elsewhere))
      expect(readFileSync(join(house, file), "utf8"), file).toContain(name);
  });
});

/** Where no engine answers. */
const DOCKER_HOST = "unix:///nowhere/docker.sock";
