// Compares the icons of the console with the package that they are from, and prints the digest that the test of them expects.
// Needs npm and a network: the package has 67 MB, and only these few shapes of it are used.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { iconShapes } from "../../src/console/ui/components/icon/icon-shapes.ts";
import { house } from "../architecture/rooms.ts";

const shapes = z.record(z.string(), z.array(z.tuple([z.string(), z.record(z.string(), z.string())])));
const copied = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(readFileSync(join(house, "build/copied/lucide-static/package.json"), "utf8")));

const cwd = mkdtempSync(join(tmpdir(), "identikit-icons-"));
execFileSync("npm", ["pack", "--silent", `${copied.name}@${copied.version}`], { cwd });
const archive = `${copied.name}-${copied.version}.tgz`;
execFileSync("tar", ["-xzf", archive, "package/icon-nodes.json", "package/LICENSE"], { cwd });
const nodes = shapes.parse(JSON.parse(readFileSync(join(cwd, "package/icon-nodes.json"), "utf8")));
const others = Object.entries(iconShapes).filter(([name, shape]) => !isDeepStrictEqual(shape, nodes[name]));
for (const [name] of others) process.stdout.write(`${name} differs\n`);
const license = "LICENSE";
const sameLicense = readFileSync(join(cwd, "package", license)).equals(
  readFileSync(join(house, "build/copied/lucide-static", license)),
);
if (!sameLicense) process.stdout.write("the licence differs\n");
const digest = createHash("sha256").update(JSON.stringify(iconShapes)).digest("hex");
process.stdout.write(
  `${Object.keys(iconShapes).length} icons of ${copied.name} ${copied.version}, ${digest}\n`,
);
process.exitCode = others.length > 0 || !sameLicense ? 2 : 0;
rmSync(cwd, { recursive: true });
