import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a process loaded of our code. */
export interface Loads {
  readonly modules: number;
  readonly kibibytes: number;
}

const run = promisify(execFile);

/** Has a process tell at its end which files it loaded as modules. */
const teller = `data:text/javascript,${encodeURIComponent(`
import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
let [modules, bytes] = [0, 0];
registerHooks({
  load(url, context, next) {
    if (url.startsWith("file:")) {
      modules++;
      bytes += statSync(fileURLToPath(url)).size;
    }
    return next(url, context);
  },
});
process.on("exit", () => process.stderr.write("\\nloaded " + modules + " " + bytes + "\\n"));
`)}`;

/** Runs a program of ours and counts what it loads; how it ends does not matter. */
export async function countLoads(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Loads> {
  const all = { PATH: process.env.PATH ?? "", ...env };
  const { stderr } = await run(process.execPath, ["--import", teller, ...args], { env: all }).catch(
    (failed: { stderr: string }) => failed,
  );
  const [, modules, bytes] = /^loaded (\d+) (\d+)$/m.exec(stderr) ?? [];
  if (modules === undefined) throw new Error(`nothing was counted: ${stderr}`);
  return { modules: Number(modules), kibibytes: Number(bytes) / 1024 };
}
