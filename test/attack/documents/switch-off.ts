import { alteredSource } from "../../altered-source.ts";
import { KnownDocuments } from "./document-fuzz.ts";
import { GoReadings } from "./go-readings.ts";
import { readersOf } from "./our-reading.ts";
import { switchedOff } from "./switched-off.ts";

// What is read otherwise without each check, one line of JSON a check: one process for all of them, which are read the same documents.
await using go = GoReadings.start();
const known = new KnownDocuments(1, go);
for (const { name, ...alteration } of switchedOff) {
  const what = await known.firstDifference(await readersOf(alteredSource(alteration)), 10_000);
  process.stdout.write(`${JSON.stringify({ name, what })}\n`);
}
