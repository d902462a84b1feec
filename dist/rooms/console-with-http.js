import { BodyTooLong, readWhole } from "../http.js";
import { PageRefused } from "./console.js";
// src/console/form/form-values.ts
const mostBytes$1 = 2097152;
const mostFields = 2e3;
var FormValues = class {
	#fields;
	constructor(fields) {
		this.#fields = fields;
	}
	one(name) {
		const values = this.#fields.getAll(name);
		if (values.length < 2) return values[0]?.replaceAll("\r\n", "\n");
		throw new PageRefused(422, `The field ${JSON.stringify(name.slice(0, 100))} was sent ${values.length} times.`);
	}
	all(name) {
		return this.#fields.getAll(name).map((value) => value.replaceAll("\r\n", "\n"));
	}
	has(name) {
		return this.#fields.has(name);
	}
};
async function readForm({ headers, body }) {
	if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(headers.get("content-type") ?? "")) throw new PageRefused(415, "Forms are sent as application/x-www-form-urlencoded.", "Use the page's own form.");
	const fields = new URLSearchParams(body === null ? "" : await textOf$1(body));
	if (fields.size > mostFields) throw new PageRefused(422, `A form has at most ${mostFields} fields.`);
	return new FormValues(fields);
}
async function textOf$1(body) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(await readWhole({ body }, mostBytes$1));
	} catch (thrown) {
		if (thrown instanceof BodyTooLong) throw new PageRefused(413, "The form is too long.", "Send less than 2 MiB.");
		throw new PageRefused(422, "The form could not be read.", "Load the page again, and send it once more.");
	}
}
// src/console/form/read-upload.ts
const mostBytes = 2097152;
async function readUpload(request) {
	const type = request.headers.get("content-type") ?? "";
	if (!/^multipart\/form-data\s*;/i.test(type)) return await readForm(request);
	const bytes = await bytesOf(request);
	const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
		throw new PageRefused(422, "The form could not be read.", "Load the page again, and send it once more.");
	});
	const fields = new URLSearchParams();
	for (const [name, value] of form) fields.append(name, typeof value === "string" ? value : await textOf(value));
	return new FormValues(fields);
}
async function bytesOf({ body }) {
	try {
		return new Uint8Array(body === null ? [] : await readWhole({ body }, mostBytes));
	} catch (thrown) {
		if (!(thrown instanceof BodyTooLong)) throw thrown;
		throw new PageRefused(413, "The file is too long.", "Import it with identikit config import, beside the database.", "RESOURCE_TOO_LARGE");
	}
}
async function textOf(file) {
	return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer());
}
export { FormValues, readForm, readUpload };
