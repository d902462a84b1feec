import { visible } from "../start/faces.js";
import { a } from "../vendor/preact.js";
import { App, PipelineReport, RunReport, views } from "./console-with-preact.js";
import { O } from "../vendor/preact-render-to-string.js";
import { fittingDocument } from "./console-with-preact-render-to-string.js";
// src/console/report/pipeline-report-file.tsx
function pipelineReport(data) {
	return fittingDocument(`Pipeline: ${data.verdict}`, bodiesOf$1(data));
}
function* bodiesOf$1(data) {
	for (const most of [
		500,
		100,
		20,
		3
	]) yield a(PipelineReport, {
		data,
		most
	});
}
// src/console/report/run-report-file.tsx
const rooms = [
	{
		events: 1200,
		text: 8e3,
		entries: 300,
		lines: 3e3
	},
	{
		events: 600,
		text: 2e3,
		entries: 150,
		lines: 1e3
	},
	{
		events: 200,
		text: 600,
		entries: 60,
		lines: 300
	},
	{
		events: 40,
		text: 150,
		entries: 15,
		lines: 40
	},
	{
		events: 0,
		text: 100,
		entries: 3,
		lines: 0
	}
];
function runReport(data) {
	return fittingDocument(`${data.run.run}: ${data.run.outcome.phase}`, bodiesOf(data));
}
function* bodiesOf(data) {
	for (const room of rooms) yield a(RunReport, {
		data,
		room
	});
}
// src/console/ui/document.tsx
function renderDocument(data, { base, parts }) {
	const document = a("html", {
		lang: "en",
		children: [a("head", { children: [
			a("meta", { charset: "utf-8" }),
			a("meta", {
				name: "viewport",
				content: "width=device-width, initial-scale=1"
			}),
			a("meta", {
				name: "color-scheme",
				content: "light dark"
			}),
			a("title", { children: `${visible(data.frame.title)} · ${data.frame.organization} · Identikit` }),
			a("link", {
				rel: "icon",
				href: "data:,"
			}),
			a("link", {
				rel: "stylesheet",
				href: `${base}console.css`
			}),
			a("script", {
				type: "module",
				src: `${base}client.js`
			}),
			parts.get(data.view)?.map((file) => a("link", {
				rel: "modulepreload",
				href: base + file
			}, file))
		] }), a("body", { children: [a("div", {
			id: "app",
			children: a(App, {
				data,
				view: views[data.view],
				live: { state: "still" }
			})
		}), a(PageJson, { data })] })]
	});
	return `<!doctype html>${O(document)}`;
}
function PageJson({ data }) {
	const text = JSON.stringify(data).replaceAll("<", "\\u003c");
	return a("script", {
		type: "application/json",
		id: "page",
		dangerouslySetInnerHTML: { __html: text }
	});
}
export { pipelineReport, renderDocument, runReport };
