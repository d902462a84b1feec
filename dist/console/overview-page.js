import { I as PageHead, R as Time, V as Panel, Y as statusMark, et as HiddenCharacters, g as SectionPanel, n as RunRows, q as ToneWord, r as Counter, v as ShownRows } from "./page.js";
import { n as PlotPanel } from "./components-plot.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/overview-page.tsx
function OverviewPage({ model, frame: { now, title } }) {
	const { counters, attention, runs, approvals, plots, sections } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "What needs a person, and what is going on."
		}),
		a("div", {
			class: "grid counters",
			children: counters.map(({ label, kind, phase, value, more, href }) => a(Counter, {
				label,
				value: more ? `${value}+` : value,
				icon: statusMark(phase, kind).icon,
				tone: value > 0 ? statusMark(phase, kind).tone : void 0,
				href
			}, label))
		}),
		a(Panel, {
			id: "attention",
			title: "Needs attention",
			icon: "triangle-alert",
			count: attention.length,
			flush: true,
			children: attention.length === 0 ? a("p", {
				class: "pad muted",
				children: "Nothing is out of order. What is to be decided is listed below."
			}) : a("ul", {
				class: "attention",
				children: attention.map((one) => a(AttentionLine, {
					entry: one,
					now
				}, one.href + one.what))
			})
		}),
		a(Panel, {
			id: "runs",
			title: "Runs under way",
			icon: "play",
			count: runs?.length,
			flush: true,
			children: runs ? a(RunRows, {
				runs,
				now,
				empty: "No run is under way."
			}) : a("p", {
				class: "pad muted",
				children: "You may not list runs."
			})
		}),
		a(Panel, {
			id: "approvals",
			title: "To decide",
			icon: "shield",
			count: approvals?.rows.length,
			flush: true,
			children: approvals ? a(ShownRows, {
				label: "To decide",
				table: approvals,
				now
			}) : a("p", {
				class: "pad muted",
				children: "You may not list approvals."
			})
		}),
		a(PlotPanel, {
			id: "over-time",
			title: "Over time",
			plots
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
const icons = {
	bad: "circle-x",
	warn: "triangle-alert",
	wait: "circle-pause"
};
function AttentionLine({ entry, now }) {
	const { tone, what, name, href, why, remedy, since } = entry;
	return a("li", {
		class: "stack tight",
		children: [a("p", {
			class: "row",
			children: [
				a(ToneWord, {
					tone,
					icon: icons[tone],
					word: what
				}),
				a("a", {
					href,
					children: name
				}),
				since !== void 0 && a("span", {
					class: "small muted",
					children: a(Time, {
						at: since,
						now
					})
				})
			]
		}), a("p", {
			class: "any-text",
			children: [
				a(HiddenCharacters, {
					text: why,
					most: 500
				}),
				" ",
				remedy !== void 0 && a("span", {
					class: "muted",
					children: a(HiddenCharacters, {
						text: remedy,
						most: 500
					})
				})
			]
		})]
	});
}
export { OverviewPage };
