import { array, record, string } from "../vendor/zod.js";
import { Hono } from "../vendor/hono.js";
import { builtFile } from "./runtime.js";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import { readFileSync, readdirSync } from "node:fs";
// src/console/assets.ts
const viewParts = record(string(), array(string()));
function readConsoleAssets() {
	const script = builtFile("console/client.js");
	const files = new Map(script === void 0 ? [] : filesIn(dirname(script)));
	const views = files.get("views.json");
	files.delete("views.json");
	const hash = createHash("sha256");
	for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
	const parts = viewParts.parse(views === void 0 ? {} : JSON.parse(Buffer.from(views).toString()));
	return {
		base: `/assets/${hash.digest("hex").slice(0, 16)}/`,
		files,
		parts: new Map(Object.entries(parts))
	};
}
function assetRoutes({ base, files }) {
	return new Hono().get(`${base}*`, (context) => {
		const name = context.req.path.slice(base.length);
		const bytes = files.get(name);
		if (!bytes) return context.body(null, 404);
		const type = name.endsWith(".css") ? "text/css" : "text/javascript";
		context.header("cache-control", "public, max-age=31536000, immutable");
		context.header("content-type", `${type}; charset=utf-8`);
		context.header("x-content-type-options", "nosniff");
		return context.body(bytes);
	});
}
function filesIn(directory) {
	return readdirSync(directory, {
		recursive: true,
		withFileTypes: true
	}).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort().map((path) => [relative(directory, path), new Uint8Array(readFileSync(path))]);
}
export { assetRoutes, readConsoleAssets };
