import { expect, test } from "vitest";
import { TransferLines } from "../../src/commands/places/transfer-lines.ts";
import { type Logger, silentLogger } from "../../src/runtime/logger.ts";
import { digestOf } from "../../src/tree/digest.ts";

function recording(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const progress = (title: string) => ({
    update: (text: string) => void lines.push(`${title}: ${text}`),
    done: (text: string) => void lines.push(text),
    end: () => undefined,
  });
  return { log: { ...silentLogger, progress }, lines };
}

const digest = digestOf("layer");

test("a large blob has a line that ends with it", () => {
  const { log, lines } = recording();
  using shown = new TransferLines(log);
  for (const moved of [1_000_000, 3_000_000]) shown.show({ direction: "up", digest, moved, size: 3_000_000 });
  const short = digest.slice(0, 19);
  expect(lines).toEqual([
    `send ${short}: 1.0 of 3.0 MB`,
    `send ${short}: 3.0 of 3.0 MB`,
    `sent ${short}, 3.0 MB`,
  ]);
});

test("a small blob has none", () => {
  const { log, lines } = recording();
  using shown = new TransferLines(log);
  shown.show({ direction: "down", digest, moved: 1_000, size: 1_000 });
  expect(lines).toEqual([]);
});

test("a blob that is not moved to its end says how far it came", () => {
  const { log, lines } = recording();
  const shown = new TransferLines(log);
  shown.show({ direction: "down", digest, moved: 1_000_000, size: 3_000_000 });
  shown[Symbol.dispose]();
  expect(lines.at(-1)).toBe(`read 1.0 of 3.0 MB of ${digest.slice(0, 19)}`);
});
