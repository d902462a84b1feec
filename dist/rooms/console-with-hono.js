import { Hono } from "../vendor/hono.js";
import { createHash } from "node:crypto";
import { dirname, join, relative } from "node:path";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
// src/console/assets.ts
function readConsoleAssets() {
	const directory = assetDirectory();
	const files = new Map(directory === void 0 ? [] : filesIn(directory));
	const hash = createHash("sha256");
	for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
	return {
		base: `/assets/${hash.digest("hex").slice(0, 16)}/`,
		files
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
function assetDirectory() {
	let at = dirname(fileURLToPath(import.meta.url));
	for (let up = 0; up < 4; up++, at = dirname(at)) {
		const found = ["console", "dist/console"].map((place) => join(at, place)).find((path) => existsSync(join(path, "client.js")));
		if (found !== void 0) return found;
	}
}
export { assetRoutes, readConsoleAssets };
