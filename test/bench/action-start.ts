// What a start costs before anything is done, in processes against `node -e 0`, in turn: an action that refuses its inputs, the
// command line asked for its version and its commands; and the size of dist/.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";

const rounds = 40;
const dist = join(house, "dist");

/** The action refuses this input as soon as it has parsed its inputs, and does nothing else. */
const env = { PATH: process.env.PATH ?? "", INPUT_LOCKED: "perhaps" };

const bare = ["-e", "0"];
const starts: Readonly<Record<string, readonly string[]>> = {
  "an action that only parses its inputs": [join(dist, "fetch-template.js")],
  "identikit --version": [join(dist, "identikit.js"), "--version"],
  "identikit --help": [join(dist, "identikit.js"), "--help"],
};

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args, { env, stdio: "ignore" });
  return performance.now() - start;
}

for (const [what, args] of Object.entries(starts)) {
  const pairs = Array.from({ length: rounds + 2 }, () => [milliseconds(bare), milliseconds(args)] as const);
  const counted = pairs.slice(2);
  const ratio = median(counted.map(([, whole]) => whole)) / median(counted.map(([base]) => base));
  print(`${what}, against node -e 0`, ratio, { atMost: 1.5 });
}

const bytes = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .map((name) => statSync(join(dist, name)))
  .reduce((total, status) => total + (status.isFile() ? status.size : 0), 0);
// The sum of what test/architecture/dist.test.ts allows its parts.
print("dist/ in MB", bytes / 1e6, { atMost: 7.023 });
