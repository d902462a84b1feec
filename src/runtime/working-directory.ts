import { dirname, resolve } from "node:path";

/**
 * The directory in which the person typed the command. `npm run` starts scripts in the package's root and leaves where
 * it was typed in `INIT_CWD`; a script that moved on by itself is believed.
 */
export function typedIn(cwd: string, env: Readonly<Record<string, string | undefined>>): string {
  const { INIT_CWD: typed, npm_package_json: manifest } = env;
  const movedByNpm =
    typed !== undefined && manifest !== undefined && resolve(cwd) === dirname(resolve(manifest));
  return movedByNpm ? typed : cwd;
}
