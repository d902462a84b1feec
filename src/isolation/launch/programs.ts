import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { IsolationHost } from "../isolation.ts";

/** A program of the machine, from the supervisor's PATH and from where those for administrators are; links followed. */
export function systemProgram(name: string, { env }: IsolationHost): string | undefined {
  const places = [...(env.PATH ?? "").split(delimiter), "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
  for (const place of places.filter((each) => each.startsWith("/"))) {
    const path = join(place, name);
    try {
      accessSync(path, constants.X_OK);
      // `ip`, `unshare` and others may be one program that goes by the name it is called by.
      if (statSync(path).isFile())
        return realpathSync(place) === place ? path : join(realpathSync(place), name);
    } catch {
      // It is not there.
    }
  }
  return undefined;
}
