import { expect, test } from "vitest";
import { fileNameOf, withoutTokens } from "./record.ts";

test("a record shows no token, however often it stands there", () => {
  const clean = withoutTokens('["http://ann:secret-one@forge", "secret-two", "secret-one"]', [
    "secret-one",
    "secret-two",
  ]);
  expect(clean).toBe('["http://ann:***@forge", "***", "***"]');
});

test("a record is named for its scenario", () => {
  expect(fileNameOf("v1 moves to each new release, whoever pushes")).toBe(
    "v1-moves-to-each-new-release-whoever-pushes",
  );
  expect(fileNameOf("../../etc/passwd")).toBe("-etc-passwd");
});
