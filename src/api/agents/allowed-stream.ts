/** How often it is asked whether who listens still may. Milliseconds. */
const everyMs = 60_000;

/**
 * The pieces of a stream as long as who listens may have them: a session that has ended, or a right that was taken away, ends it within about
 * a minute. The stream has a sign of life every few seconds, so nothing else is needed to ask in time.
 */
export async function* whileAllowed<Piece>(
  pieces: AsyncGenerator<Piece, void>,
  isAllowed: () => Promise<boolean>,
  elapsed: () => number = () => performance.now(),
): AsyncGenerator<Piece, void> {
  let asked = elapsed();
  for await (const piece of pieces) {
    if (elapsed() - asked >= everyMs) {
      if (!(await isAllowed())) return;
      asked = elapsed();
    }
    yield piece;
  }
}
