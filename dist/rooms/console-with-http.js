import { BodyTooLong, readWhole } from "../http.js";
import { PageRefused } from "./console.js";
// src/console/form/form-values.ts
const mostBytes = 2097152;
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
	const fields = new URLSearchParams(body === null ? "" : await textOf(body));
	if (fields.size > mostFields) throw new PageRefused(422, `A form has at most ${mostFields} fields.`);
	return new FormValues(fields);
}
async function textOf(body) {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(await readWhole({ body }, mostBytes));
	} catch (thrown) {
		if (thrown instanceof BodyTooLong) throw new PageRefused(413, "The form is too long.", "Send less than 2 MiB.");
		throw new PageRefused(422, "The form could not be read.", "Load the page again, and send it once more.");
	}
}
export { FormValues, readForm };
