// What the second thread of a render runs. In the first thread it does nothing.
import { parentPort, workerData } from "node:worker_threads";
import { EnvDirectories } from "./env-directories.ts";
import type { Expected } from "./expected.ts";
import { lookIfSettled, type SettledAnswer } from "./settled.ts";
import type { SettledAnswers, ThreadQuestions, ThreadScene } from "./settled-thread.ts";

if (parentPort) {
  const port = parentPort;
  const { envRoot, ledgerKeys, since }: ThreadScene = workerData;
  const place = EnvDirectories.find(envRoot);
  const known = new Map<number, Expected>();
  port.on("message", ({ told, forget, asked }: ThreadQuestions) => {
    if (forget) known.clear();
    for (const [number, expected] of told) known.set(number, expected);
    const answers: SettledAnswers = asked.map(({ agent, expected: number, digest }) => {
      const expected = known.get(number);
      return expected && place && lookAt({ agent, expected, digest }, { place, ledgerKeys, since });
    });
    port.postMessage(answers);
  });
  port.postMessage("up");
}

/** What is thrown here is thrown once more by the first thread, which looks again where something is to be done. */
function lookAt(...asked: Parameters<typeof lookIfSettled>): SettledAnswer | undefined {
  try {
    return lookIfSettled(...asked);
  } catch {
    return undefined;
  }
}
