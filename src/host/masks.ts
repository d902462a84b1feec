/** Shorter lines are not masked: a runner that hides every `{` hides the log. */
const shortest = 4;

/**
 * The forms of a secret that a runner must be told to hide: the whole, each line by itself (act hides whole strings
 * only), and of each its base64, URL-encoded and JSON-escaped forms, under which it leaves programs.
 */
export function maskForms(secret: string): string[] {
  const lines = secret.split(/\r\n|\r|\n/);
  const forms = [secret, secret.trim(), ...lines.flatMap((line) => [line, line.trim()])].flatMap((text) => {
    const base64 = Buffer.from(text, "utf8").toString("base64");
    return [
      text,
      base64,
      base64.replace(/=+$/, ""),
      Buffer.from(text, "utf8").toString("base64url"),
      encodeURIComponent(text.toWellFormed()),
      new URLSearchParams([["", text]]).toString().slice(1),
      JSON.stringify(text).slice(1, -1),
    ];
  });
  return [...new Set(forms)].filter((form) => form.trim().length >= shortest);
}
