import { expect, test } from "vitest";
import { fileNameOf, withoutTokens } from "./record.ts";

test("a record shows no token, however often it stands there", () => {
  const clean = withoutTokens('["http://ann:secret-one@forge", "secret-two", "secret-one"]', [
    "secret-one",
    "secret-two",
  ]);
  expect(clean).toBe('["http://ann:***@forge", "***", "***"]');
});

test("a record is named for its scenario, in the order in which they are played", () => {
  expect(fileNameOf("v1 moves to each new release", 3)).toBe("04-v1-moves-to-each-new-release");
  expect(fileNameOf("[skip ci] in ../../etc/passwd", 11)).toBe("12-skip-ci-in-etc-passwd");
});
