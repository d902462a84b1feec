import { expect, test } from "vitest";
import { maskForms } from "../../src/host/masks.ts";

test("each line of a secret is hidden, since act hides whole strings only", () => {
  const forms = maskForms("-----BEGIN KEY-----\r\nline-one\n  line-two\n}\n");
  expect(forms).toEqual(expect.arrayContaining(["-----BEGIN KEY-----", "line-one", "line-two"]));
  expect(forms).not.toContain("}");
});

test("the forms under which a secret leaves programs are hidden", () => {
  const secret = 'p@ss word/+"ü';
  const forms = maskForms(secret);
  expect(forms).toEqual(
    expect.arrayContaining([
      secret,
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
      "p%40ss%20word%2F%2B%22%C3%BC",
      "p%40ss+word%2F%2B%22%C3%BC",
      'p@ss word/+\\"ü',
    ]),
  );
  expect(new Set(forms).size).toBe(forms.length);
});

test("nothing so short that hiding it would hide the log", () => {
  expect(maskForms("")).toEqual([]);
  for (const form of maskForms("{\n}\nab\n")) expect(form.trim().length).toBeGreaterThanOrEqual(4);
});
