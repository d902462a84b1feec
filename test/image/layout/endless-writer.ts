// Bakes one identity after another into the layout that is named, until it is killed; says when it has begun.
import { bake } from "../../../src/image/bake.ts";
import { ImagePlaces } from "../../../src/image/places.ts";
import { parseStoredReference } from "../../../src/image/reference.ts";
import { systemClock } from "../../../src/runtime/clock.ts";
import { FileTree } from "../../../src/tree/file-tree.ts";

const [directory] = process.argv.slice(2);
const places = new ImagePlaces({ signal: new AbortController().signal, clock: systemClock, env: {} });
for (let round = 0; ; round++) {
  const to = await places.open(parseStoredReference(`oci:${directory}:x${round % 3}`), "push");
  const bytes = Buffer.from(`round ${process.pid} ${round}\n`.repeat(20_000));
  const paths = ["config.yaml", "mcp_servers.yaml", "prompts/concierge.md"];
  const template = FileTree.of(
    paths.map((path) => ({ path, bytes })),
    "the writer",
  );
  await bake({ template, base: "scratch", to, gate: "skip" });
  if (round === 0) process.stdout.write("begun\n");
}
