import { expect, test } from "vitest";
import { editorLink, runtimeLink } from "../../src/workspace/state/links.ts";

test("a runtime link is shown without credentials, query and fragment (P-71)", () => {
  const secret = "ghp_0123456789abcdef0123";
  for (const link of [
    `https://mira:${secret}@preview.example.invalid:8443/app/?token=${secret}#access_token=${secret}`,
    `ws://${secret}@127.0.0.1:9000/logs?jwt=${secret}`,
  ]) {
    const shown = runtimeLink(link);
    expect(shown).toMatch(
      /^(https:\/\/preview\.example\.invalid:8443\/app\/|ws:\/\/127\.0\.0\.1:9000\/logs)$/,
    );
    expect(shown).not.toContain(secret);
  }
});

test.each([
  "javascript:alert(1)",
  "file:///etc/passwd",
  "data:text/html,x",
  "vscode://file/etc",
  "https://",
  "no link",
  "",
  `https://example.invalid/${"x".repeat(3000)}`,
])("%.40s is not shown as a runtime link", (link) => {
  expect(runtimeLink(link)).toBeUndefined();
});

test("an editor link names a folder, whatever characters are in its path", () => {
  expect(editorLink("/srv/a b/ü?#")).toBe("vscode://file/srv/a%20b/%C3%BC%3F%23");
});
