/**
 * The forms in which a value could turn up in a log: itself, each of its lines, and what base64, a URL and JSON
 * make of it. Lines of white space are left out, since masking them would blank every log.
 */
export function maskForms(value: string): string[] {
  const bytes = Buffer.from(value);
  const forms = [
    value,
    ...value.split(/\r\n|\r|\n/),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    encodeURIComponent(value.toWellFormed()),
    new URLSearchParams([["", value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
  ];
  return [...new Set(forms)].filter((form) => form.trim() !== "");
}
