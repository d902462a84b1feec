import { createHash } from "node:crypto";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { consoleStyle } from "../ui/style/style-text.ts";

/** Bytes of a report, at most: what CI hosts and mail take without a thought. */
export const mostReportBytes = 2 * 1024 * 1024;

/**
 * One HTML file that holds everything it shows. Its policy (CSP 3) lets it load nothing and run nothing; of styles only its own, by
 * their hash.
 * @param title of the window, any text
 */
export function staticDocument(title: string, body: VNode): string {
  const hash = createHash("sha256").update(consoleStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(title)}</title>`,
    `<style>${consoleStyle}</style>`,
    "</head>",
    `<body>${renderToString(body)}</body>`,
    "</html>",
    "",
  ].join("\n");
}

/** The first of some bodies, from the fullest to the briefest, that keeps the file within its size. */
export function fittingDocument(title: string, bodies: Iterable<VNode>): string {
  let document = "";
  for (const body of bodies) {
    document = staticDocument(title, body);
    if (Buffer.byteLength(document) <= mostReportBytes) break;
  }
  return document;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
