// What an action costs before it does anything: its process against `node -e 0`, in turn; and the size of dist/.
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

function milliseconds(args: readonly string[]): number {
  const start = performance.now();
  spawnSync(process.execPath, args, { env, stdio: "ignore" });
  return performance.now() - start;
}

const bare: number[] = [];
const action: number[] = [];
for (let round = 0; round < rounds + 2; round++) {
  const pair = [milliseconds(["-e", "0"]), milliseconds([join(dist, "fetch-template.js")])] as const;
  if (round < 2) continue;
  bare.push(pair[0]);
  action.push(pair[1]);
}

const bytes = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .map((name) => statSync(join(dist, name)))
  .reduce((total, status) => total + (status.isFile() ? status.size : 0), 0);

print("an action that only parses its inputs, against node -e 0", median(action) / median(bare), {
  atMost: 2,
});
print("dist/ in MB", bytes / 1e6, { atMost: 3.05 });
