import { expect, test } from "vitest";
import { editorLink } from "../../src/workspace/state/links.ts";

test("an editor link names a folder, whatever characters are in its path", () => {
  expect(editorLink("/srv/a b/ü?#")).toBe("vscode://file/srv/a%20b/%C3%BC%3F%23");
});
