import { describe } from "vitest";
import type { requires } from "../requirement.ts";
import { requiresMounts } from "../services/mounts.ts";

const programs = {
  bubblewrap: ["bwrap", "prlimit", "setpriv"],
  user: ["setpriv", "prlimit", "unshare", "ip"],
} as const;

/** {@link requires} for tests of real isolation: its programs, root, and a kernel that lets root make namespaces. */
export function requiresIsolation(...kinds: readonly (keyof typeof programs)[]): ReturnType<typeof requires> {
  if (process.getuid?.() !== 0 && !process.env.CI)
    return (name, tests) => describe.skip(`${name} (needs to be root)`, tests);
  return requiresMounts(...kinds.flatMap((kind) => programs[kind]));
}
