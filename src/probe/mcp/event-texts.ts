import { BodyTooLong } from "../../http/body.ts";

/**
 * The data of each event of a stream of server-sent events (HTML standard, 9.2.6).
 * @param limit bytes at most
 * @param onBytes told of every piece that was read
 * @throws {BodyTooLong}
 */
export async function* eventTexts(
  body: AsyncIterable<Uint8Array>,
  limit: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let [rest, size] = ["", 0];
  let data: string[] = [];
  for await (const chunk of body) {
    size += chunk.length;
    onBytes(chunk.length);
    if (size > limit) throw new BodyTooLong(`over ${limit} bytes`);
    // A line end may be cut between its two characters.
    const text = rest + decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line !== "") {
        const value = /^data(?::[ ]?(.*))?$/s.exec(line);
        if (value) data.push(value[1] ?? "");
      } else if (data.length > 0) {
        yield data.join("\n");
        data = [];
      }
    }
  }
}
