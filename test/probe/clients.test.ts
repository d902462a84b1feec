import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readHelp } from "../../src/probe/clients/help-text.ts";
import { knownClients } from "../../src/probe/clients/known-clients.ts";
import { clientPrograms } from "../../src/probe/clients/probe-clients.ts";
import { withClients } from "../clients/client-programs.ts";
import { ownTemporaryDirectory, scratchDirectory } from "../scratch.ts";

const { signal } = new AbortController();
const modules = join(import.meta.dirname, "../clients/node_modules");
const real = [
  join(modules, `@anthropic-ai/claude-code-${process.platform}-${process.arch}`),
  join(modules, ".bin"),
  dirname(process.execPath),
  "/usr/bin",
  "/bin",
].join(delimiter);

/** A directory with one program of a name, in shell. */
function withProgram(name: string, body: string): string {
  const directory = scratchDirectory();
  writeFileSync(join(directory, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(directory, name), 0o755);
  return [directory, "/usr/bin", "/bin"].join(delimiter);
}

const looking = (PATH: string, startPrograms = false) => clientPrograms({ env: { PATH }, startPrograms });

withClients("the clients' own programs", () => {
  test.each(knownClients)(
    "$adapter $version does what is known of it, and nothing else (P-33)",
    async (known) => {
      const sighting = await looking(real).look({ name: known.adapter }, signal);
      expect(sighting).toEqual({ fact: { version: known.version, capabilities: known.capabilities } });
    },
  );
});

test("what is known counts for the adapter as stacks name it (P-42)", async () => {
  const { known, adapterOf } = looking("");
  expect(known.map(({ version }) => version)).toEqual(knownClients.map(({ version }) => version));
  expect([adapterOf("claude-code"), adapterOf("codex-cli"), adapterOf("anything")]).toEqual([
    "claude",
    "codex",
    "claude",
  ]);
});

test("a client that is not there is no client that can do nothing", async () => {
  const sighting = await looking(scratchDirectory()).look({ name: "claude", version: "2.1.330" }, signal);
  expect(sighting).toEqual({
    unseen: {
      message: "claude is not on the PATH here",
      remedy:
        "Run identikit controller --once in a job that has the client, such as after: npm install -g @anthropic-ai/claude-code@2.1.330.",
    },
  });
});

test.each([
  ["fails", "echo secret >&2; exit 4", "codex was asked what it can do, and it ended with code 4"],
  ["floods", "yes", "codex was asked what it can do, and it wrote more than 1048576 bytes"],
])("a client that %s is told without its words", async (_, body, message) => {
  const sighting = await looking(withProgram("codex", body)).look({ name: "codex" }, signal);
  expect(sighting).toMatchObject({ unseen: { message } });
});

test("a client is asked in an empty home of its own, with nothing of our environment", async () => {
  const path = withProgram("claude", 'ls -A "$HOME" | wc -l; env | grep -c OUR_KEY; exit 0');
  process.env.OUR_KEY = "key";
  const temporary = ownTemporaryDirectory();
  const sighting = await looking(path).look({ name: "claude" }, signal);
  delete process.env.OUR_KEY;
  expect(sighting).toEqual({ fact: { version: "0", capabilities: [] } });
  expect(readdirSync(temporary)).toEqual([]);
});

test("a program of a stack is started only where the operator says so, and names what it can do in its help", async () => {
  const path = withProgram(
    "own-agent",
    'case "$2" in --version) echo "own-agent 3.1.4-beta";; *) echo "usage: own-agent"; echo "  Identikit-capabilities: events, headless fly";; esac',
  );
  const adapter = { name: "command" as const, command: ["own-agent", "run"] };
  expect(await looking(path).look(adapter, signal)).toMatchObject({
    unseen: {
      message: "programs that stacks name are not started here",
      remedy: expect.stringContaining("--start-programs"),
    },
  });
  expect(await looking(path, true).look(adapter, signal)).toEqual({
    fact: { version: "3.1.4-beta", capabilities: ["headless", "events"] },
  });
});

test("names in running text are neither options nor commands", () => {
  const { options, commands } = readHelp(
    [
      "Options:",
      "  -p, --print           Print and exit. Like --quiet",
      "      --quick           Use with --print",
      "                        --slow is another",
      "  --long, --longer <x>",
      "      Given as --other",
      "",
      "Commands:",
      "  run|go [options]      Runs, as --print does",
      "                        again and again",
    ].join("\n"),
  );
  expect([...options.keys()]).toEqual(["--print", "--quick", "--long", "--longer"]);
  expect(options.get("--longer")).toContain("Given as --other");
  expect([...commands]).toEqual(["run", "go"]);
});
