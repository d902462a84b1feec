import { setTimeout as sleep } from "node:timers/promises";
import { agentContextLabel } from "../../../src/agents/kinds/config/agent-context-label.ts";
import { type ChangeListener, ChangeLog } from "./change-log.ts";

const { plural, example } = agentContextLabel;

export interface ClientPlace {
  readonly url: string;
  readonly organization: string;
  readonly token: string;
}

const headersOf = ({ token }: ClientPlace) => ({ authorization: `Bearer ${token}` });
const objectsOf = ({ url, organization }: ClientPlace) =>
  `${url}/apis/identikit.dev/v1alpha1/namespaces/${organization}/${plural}`;

/** Makes an object, and changes its title at a pace until the signal. What the server does not answer is asked again: the same once more. */
export async function write(
  place: ClientPlace,
  { name, everyMs, log, signal }: { name: string; everyMs: number; log: ChangeLog; signal: AbortSignal },
): Promise<number> {
  let repeated = 0;
  const send = async (method: string, path: string, type: string, body: object) => {
    for (;;) {
      const answer = await fetch(path, {
        ...{ method, body: JSON.stringify(body) },
        headers: { ...headersOf(place), "content-type": type },
      }).catch(() => undefined);
      const status = answer?.status ?? 503;
      // A first try that was kept, and whose answer was lost, is there already.
      if (answer?.ok || (method === "POST" && status === 409 && repeated > 0))
        return void (await answer?.text());
      if (![409, 429, 502, 503].includes(status))
        throw new Error(`${method} ${path}: ${status} ${await answer?.text()}`);
      repeated++;
      await sleep(200);
    }
  };
  const object = (change: number) => ({
    ...{ apiVersion: "identikit.dev/v1alpha1", kind: agentContextLabel.kind },
    ...{ metadata: { name }, spec: { ...example.spec, title: ChangeLog.title(change) } },
  });
  await send("POST", objectsOf(place), "application/json", object(0));
  log.kept(name, 0);
  let due = performance.now() + Math.random() * everyMs;
  for (let change = 1; ; change++) {
    await sleep(Math.max(0, due - performance.now()));
    if (signal.aborted) return repeated;
    due = Math.max(due + everyMs, performance.now());
    const { title } = object(change).spec;
    await send("PATCH", `${objectsOf(place)}/${name}`, "application/merge-patch+json", { spec: { title } });
    log.kept(name, change);
  }
}

/** Hears every change by the stream that pages have, from a version on, and goes on where it was whenever it is cut. */
export async function listenAsPages(
  place: ClientPlace,
  { after, listener, signal }: { after: string; listener: ChangeListener; signal: AbortSignal },
): Promise<void> {
  const address = `${place.url}/api/watch/orgs/${place.organization}?kinds=${plural}`;
  let last = after;
  await again(signal, async () => {
    const headers = { ...headersOf(place), "last-event-id": last };
    for await (const event of pieces(address, headers, "\n\n", signal)) {
      const [, type] = /^event: (.*)$/m.exec(event) ?? [];
      const [, id] = /^id: (.*)$/m.exec(event) ?? [];
      const [, data = "{}"] = /^data: (.*)$/m.exec(event) ?? [];
      if (type === "ADDED" || type === "MODIFIED") hear(listener, JSON.parse(data));
      if (id !== undefined) last = id;
    }
  });
}

/** The same in Kubernetes' protocol, as `kubectl get -w` does. */
export async function listenAsKubectl(
  place: ClientPlace,
  { after, listener, signal }: { after: string; listener: ChangeListener; signal: AbortSignal },
): Promise<void> {
  let last = after;
  await again(signal, async () => {
    const address = `${objectsOf(place)}?watch=1&allowWatchBookmarks=true&resourceVersion=${last}`;
    for await (const line of pieces(address, headersOf(place), "\n", signal)) {
      const { type, object } = JSON.parse(line);
      if (type === "ERROR") throw new Error(JSON.stringify(object));
      if (type === "ADDED" || type === "MODIFIED") hear(listener, object);
      last = object.metadata.resourceVersion;
    }
  });
}

function hear(
  listener: ChangeListener,
  object: { readonly metadata: { readonly name: string }; readonly spec: { readonly title?: string } },
): void {
  if (object.metadata.name.startsWith("load-")) listener.hear(object.metadata.name, object.spec.title ?? "");
}

/** Does something that ends when its connection is cut, until the signal. */
async function again(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work().catch((thrown: unknown) => {
      // The connection is cut, or refused: what else goes wrong is a finding.
      if (!signal.aborted && !(thrown instanceof TypeError)) throw thrown;
    });
    if (!signal.aborted) await sleep(100 + Math.random() * 400);
  }
}

/** The parts of an answer that has no end. */
async function* pieces(
  address: string,
  headers: Readonly<Record<string, string>>,
  end: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const answer = await fetch(address, { headers, signal });
  if (answer.status === 503 || answer.status === 502) return;
  if (!answer.ok || !answer.body) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  let text = "";
  for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const whole = text.split(end);
    text = whole.pop() ?? "";
    yield* whole.filter((one) => one.trim() !== "");
  }
}
