import { parentPort, workerData } from "node:worker_threads";
import type { LayerCase } from "./layer-case.ts";
import { firedChecks } from "./mutant.ts";
import { loadSubject } from "./subject.ts";

// The thread of a WorkerSubject: answers each case that it is sent, and tells which checks were reached for it.
const subject = loadSubject(new URL(workerData as string));
parentPort?.on("message", async ({ layers, user }: LayerCase) => {
  // Bytes come as plain arrays of them.
  const made = { user, layers: layers.map((layer) => ({ ...layer, blob: Buffer.from(layer.blob) })) };
  try {
    const answer = await (await subject).answer(made);
    parentPort?.postMessage({ answer, fired: [...firedChecks()] });
  } catch (fault) {
    parentPort?.postMessage({ fault: String(fault), fired: [] });
  }
});
