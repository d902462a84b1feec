import { readdirSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The actions by name: every module that stands in `src/actions/` itself. */
export function actionNames(): string[] {
  const files = readdirSync(join(root, "src/actions")).filter((file) => file.endsWith(".ts"));
  return files.map((file) => basename(file, ".ts")).sort();
}

/**
 * Every bundle with the text of its entry. An entry asks for the version of Node.js before it loads anything else, so
 * that an older one says so in one line instead of failing on syntax.
 */
export function entries(): Map<string, string> {
  const texts = new Map<string, string>();
  texts.set("index", `export * from "../src/index.ts";\n`);
  // npx starts it as a program of its own.
  const program = entry(cliStart, "process.stderr.write(`error ${problem}\\n`)");
  texts.set("identikit", `#!/usr/bin/env node\n${program}`);
  for (const name of actionNames())
    texts.set(name, entry(actionStart(name), "process.stdout.write(`::error::${problem}\\n`)"));
  return texts;
}

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

function entry(start: string, complain: string): string {
  return `import { nodeTooOld } from "../src/runtime/node-version.ts";

const problem = nodeTooOld();
if (problem) {
  ${complain};
  process.exitCode = 1;
} else {
  await start();
}

async function start() {
  ${start.replaceAll("\n", "\n  ")}
}
`;
}
