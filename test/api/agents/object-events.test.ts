import { expect, test } from "vitest";
import { agentDispatchRun } from "../../../src/agents/kinds/record/agent-dispatch-run.ts";
import { objectEvents } from "../../../src/api/agents/object-events.ts";
import { SharedTexts } from "../../../src/api/shared-texts.ts";
import { openStore, run } from "../../agents/store/scene.ts";
import { describeOnBoth } from "../../config/databases.ts";

describeOnBoth("the events of objects", (databases) => {
  test("are encoded once for all who listen, who hear the same as one who listens alone (P-43)", async () => {
    await using scene = await openStore(databases);
    const stop = new AbortController();
    const { resourceVersion: after } = await scene.store.read((objects) => objects.list(agentDispatchRun));
    const names = ["one", "two", "three", "four", "five"];
    const listen = (texts: SharedTexts) => {
      const heard: Uint8Array[] = [];
      const options = { after, signal: stop.signal, texts };
      const events = objectEvents(scene.store, [agentDispatchRun], "acme", options);
      const next = async () => {
        for (const before = heard.length; heard.length === before; ) {
          const { value: piece = "", done = false } = await events.next();
          if (done) throw new Error("the events ended");
          if (typeof piece !== "string") heard.push(piece);
        }
      };
      return { heard, next };
    };
    const texts = new SharedTexts();
    const listeners = [listen(texts), listen(texts), listen(new SharedTexts())];
    for (const name of names) {
      const heard = Promise.all(listeners.map(({ next }) => next()));
      await scene.store.write((objects) => objects.create(agentDispatchRun, run(name), { phase: "Queued" }));
      await heard;
    }
    stop.abort();
    const [first = [], second = [], alone = []] = listeners.map(({ heard }) => heard);
    // The first ones may have been read by each listener itself, before the log was read for all.
    expect(first.at(-1)).toBe(second.at(-1));
    for (const other of [second, alone]) expect(other.map(String)).toEqual(first.map(String));
    expect(first.map((piece) => /"name":"(\w+)"/.exec(Buffer.from(piece).toString())?.[1])).toEqual(names);
  });
});
