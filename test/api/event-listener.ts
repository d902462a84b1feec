import { expect } from "vitest";

/** Listens to a server, from an id where one is given, until so many events came. */
export async function listen(
  url: string,
  count: number,
  lastEventId?: string,
): Promise<Record<string, string>[]> {
  const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
  const response = await fetch(url, { headers });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text
      .split("\n\n")
      .slice(0, -1)
      .filter((block) => block.startsWith("id: "));
    if (blocks.length < count) continue;
    return blocks.map((block) =>
      Object.fromEntries(
        block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
      ),
    );
  }
  throw new Error("the stream ended");
}
