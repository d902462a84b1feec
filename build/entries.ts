import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { outboxTools } from "../src/adapters/outbox-server/outbox-tools.ts";
import { nodeTooOld, oldestNode } from "../src/runtime/node-version.ts";
import { version } from "../src/runtime/version.ts";

const root = join(import.meta.dirname, "..");

/** Stands for the version of a Node.js that is too old. */
const tooOld = "0-VERSION";

/** The actions by name: every module that stands in `src/actions/` itself. */
export function actionNames(): string[] {
  const files = readdirSync(join(root, "src/actions")).filter((file) => file.endsWith(".ts"));
  return files.map((file) => basename(file, ".ts")).sort();
}

/**
 * Every bundle with the text of its entry. An entry asks for the version of Node.js before it loads anything else, so
 * that an older one says so in one line instead of failing on syntax. It asks in a line of its own: each file that a start
 * opens costs it a thirtieth.
 */
export function entries(): Map<string, string> {
  const texts = new Map<string, string>();
  texts.set("index", `export * from "../src/index.ts";\n`);
  // npx starts it as a program of its own.
  const program = entry(cliStart, "process.stderr.write(`error ${problem}\\n`)", atOnce);
  texts.set("identikit", `#!/usr/bin/env node\n${program}`);
  for (const name of actionNames())
    texts.set(name, entry(actionStart(name), "process.stdout.write(`::error::${problem}\\n`)"));
  // A thread of a process that has begun: nothing is left to ask.
  texts.set("threads/settled", 'import "../../src/env/settled-program.ts";\n');
  return texts;
}

/** Programs of one file each, by name with the text of their entry: they run where nothing else of `dist/` is. */
export function programs(): Map<string, string> {
  return new Map([["outbox-server", outboxProgram()]]);
}

/** It runs with any Node.js from 20 on, whichever an image has, and holds no package. */
function outboxProgram(): string {
  return `import { parseArgs } from "node:util";
import { outboxFiles } from "../src/adapters/outbox-server/outbox-files.ts";
import { serveOutbox } from "../src/adapters/outbox-server/serve-outbox.ts";

const text = { type: "string" };
const list = { type: "string", multiple: true, default: [] };
const { values } = parseArgs({ options: { file: text, answers: text, ask: list, closed: list } });
if (values.file === undefined || values.answers === undefined) {
  process.stderr.write("usage: outbox-server --file FILE --answers FILE [--ask TOOL]… [--closed SERVER]…\\n");
  process.exitCode = 64;
} else {
  await serveOutbox({
    tools: ${JSON.stringify(outboxTools(), null, 2)},
    files: outboxFiles(values.file, values.answers),
    rules: { asked: values.ask, closed: values.closed },
    version: ${JSON.stringify(version)},
    input: process.stdin,
    write: (line) => void process.stdout.write(line),
    signal: new AbortController().signal,
  });
}
`;
}

const atOnce = {
  import: 'import { answerAtOnce } from "../src/cli/answer-at-once.ts";\n',
  call: "!(await answerAtOnce(process.argv.slice(2), process.stdout))",
};

const cliStart = `const [{ main }, { version }, { typedArguments }] = await Promise.all([
  import("../src/cli/main.ts"),
  import("../src/runtime/version.ts"),
  import("../src/runtime/own-process.ts"),
]);
await main(typedArguments(), version);`;

function actionStart(name: string): string {
  return `const [{ runAction }, { action }] = await Promise.all([
  import("../src/actions/frame/run-action.ts"),
  import("../src/actions/${name}.ts"),
]);
await runAction(action);`;
}

/** @param first what may answer before anything else is loaded, and whether something else has to */
function entry(start: string, complain: string, first?: { import: string; call: string }): string {
  return `${first?.import ?? ""}
const problem = Number.parseInt(process.versions.node, 10) < ${oldestNode}
  ? ${JSON.stringify(nodeTooOld(tooOld))}.replace("${tooOld}", process.versions.node)
  : undefined;
if (problem) {
  ${complain};
  process.exitCode = 1;
} else${first ? ` if (${first.call})` : ""} {
  await start();
}

async function start() {
  ${start.replaceAll("\n", "\n  ")}
}
`;
}
