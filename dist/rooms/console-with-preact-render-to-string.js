import { z } from "../vendor/preact-render-to-string.js";
import { consoleStyle } from "./console.js";
import { createHash } from "node:crypto";
function staticDocument(title, body) {
	return [
		"<!doctype html>",
		"<html lang=\"en\">",
		"<head>",
		"<meta charset=\"utf-8\">",
		`<meta http-equiv="Content-Security-Policy" content="${`default-src 'none'; style-src 'sha256-${createHash("sha256").update(consoleStyle).digest("base64")}'; base-uri 'none'; form-action 'none'`}">`,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
		"<meta name=\"referrer\" content=\"no-referrer\">",
		`<title>${escaped(title)}</title>`,
		`<style>${consoleStyle}</style>`,
		"</head>",
		`<body>${z(body)}</body>`,
		"</html>",
		""
	].join("\n");
}
function fittingDocument(title, bodies) {
	let document = "";
	for (const body of bodies) {
		document = staticDocument(title, body);
		if (Buffer.byteLength(document) <= 2097152) break;
	}
	return document;
}
function escaped(text) {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
export { fittingDocument };
