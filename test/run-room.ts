import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

// The tests of one room, and of its neighbours where several are named: npm run test:room image [-- OPTIONS OF VITEST]
const [rooms, options] = [
  process.argv.slice(2).filter((word) => !word.startsWith("-")),
  process.argv.slice(2).filter((word) => word.startsWith("-")),
];
const known = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const unknown = rooms.filter((room) => !existsSync(join(import.meta.dirname, room)));
if (rooms.length === 0 || unknown.length > 0) {
  process.stderr.write(
    `npm run test:room ROOM: ${unknown.join(", ") || "a room is missing"}. Rooms: ${known.join(", ")}\n`,
  );
  process.exit(64);
}
const vitest = join(import.meta.dirname, "../node_modules/.bin/vitest");
const folders = rooms.map((room) => `test/${room}/`);
process.exitCode = spawnSync(vitest, ["run", ...folders, ...options], { stdio: "inherit" }).status ?? 1;
