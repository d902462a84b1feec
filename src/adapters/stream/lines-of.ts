/** Characters of a line at most: no line of a client's protocol is longer, and a flood without line ends stays small. */
const longestLine = 8 * 1024 * 1024;

/**
 * Bytes as lines. What is not UTF-8 becomes U+FFFD; a line beyond the bound is cut there, which makes it none of a protocol.
 * @param maxLength characters of a line
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  maxLength: number = longestLine,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let line = "";
  const add = (part: string) => {
    if (line.length < maxLength) line += part.slice(0, maxLength - line.length);
  };
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    let start = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", start)) {
      add(text.slice(start, end));
      yield line.endsWith("\r") ? line.slice(0, -1) : line;
      line = "";
      start = end + 1;
    }
    add(text.slice(start));
  }
  add(decoder.decode());
  if (line !== "") yield line;
}
