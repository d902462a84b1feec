import { C as PagedTimeline, E as TimelineRow, F as LanePanel, H as FactsList, I as PageHead, L as TranscriptPanel, T as TimelineDrawing, U as ActionBar, V as Panel, et as HiddenCharacters, g as SectionPanel, j as PatchPanel, m as StateList, v as ShownRows, w as RunTimeline, y as ShownValue } from "./page.js";
import { i as d, n as A, r as T, s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/run-page.tsx
function RunPage({ model, frame: { now, title } }) {
	const { status, reason, states, offers, facts, attempts, approvals, events } = model;
	const { eventsNote, lanes, messages, sections, patch, startedAt, finishedAt } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			beside: a(ShownValue, {
				value: status,
				now
			}),
			lead: reason !== void 0 && a("span", {
				class: "any-text",
				children: a(HiddenCharacters, {
					text: reason,
					most: 1e3
				})
			})
		}),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(StateList, { states }),
		a("div", {
			class: "split",
			children: [a("div", {
				class: "stack",
				children: [
					a(Panel, {
						id: "timeline",
						title: "Timeline",
						icon: "activity",
						count: events?.total,
						flush: true,
						children: [a("p", {
							class: "pad small muted",
							children: eventsNote
						}), events && a(RunTimeline, {
							part: events,
							startedAt
						})]
					}),
					a(LanePanel, {
						lanes,
						startedAt: startedAt ?? now,
						until: finishedAt ?? now
					}),
					a(Panel, {
						id: "approvals",
						title: "Approvals",
						icon: "shield",
						count: approvals.rows.length,
						flush: true,
						children: a(ShownRows, {
							label: "Approvals",
							table: approvals,
							now
						})
					}),
					patch && a(PatchPanel, { patch })
				]
			}), a("div", {
				class: "stack",
				children: [a(Panel, {
					id: "facts",
					title: "Run",
					icon: "info",
					children: a(FactsList, { facts: facts.map(({ label, value }) => [label, a(ShownValue, {
						value,
						now
					})]) })
				}), a(Panel, {
					id: "conversation",
					title: "Conversation",
					icon: "message-square",
					count: messages.length,
					children: messages.length === 0 ? a("p", {
						class: "muted",
						children: "Nothing was said yet."
					}) : a(TranscriptPanel, {
						events: messages,
						now
					})
				})]
			})]
		}),
		a(Panel, {
			id: "attempts",
			title: "Attempts",
			icon: "play",
			count: attempts.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Attempts",
				table: attempts,
				now
			})
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
// src/console/ui/client/read-event-rows.ts
async function readEventRows(address, from, signal) {
	try {
		const response = await fetch(`${address}&from=${from}`, {
			headers: { accept: "application/json" },
			credentials: "same-origin",
			signal
		});
		if (!response.ok) return void 0;
		const { model } = await response.json();
		return model.part?.rows;
	} catch {
		return;
	}
}
// src/console/ui/client/windowed-timeline.tsx
const margin = 20;
const [partRows, keptParts] = [200, 20];
function WindowedTimeline(props) {
	const [isLive, setLive] = d(false);
	A(() => setLive(true), []);
	return isLive && props.part.total > 0 ? a(WindowedRows, { ...props }) : a(PagedTimeline, { ...props });
}
function WindowedRows({ part: { total, rows, address }, startedAt }) {
	const box = T(null);
	const isAtEnd = T(true);
	const [first, setFirst] = d(total);
	const rowHeight = 2 * rootFontSize();
	const seen = Math.ceil((box.current?.clientHeight ?? 480) / rowHeight);
	const from = Math.max(1, Math.min(first, total - seen + 1) - margin);
	const to = Math.min(total, Math.max(first, 1) + seen + margin);
	const rowOf = useRows({
		rows,
		address,
		total,
		from,
		to
	});
	A(() => {
		if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
	}, [total]);
	const look = () => {
		const { scrollTop = 0, clientHeight = 0, scrollHeight = 0 } = box.current ?? {};
		isAtEnd.current = scrollTop + clientHeight >= scrollHeight - rowHeight;
		setFirst(Math.floor(scrollTop / rowHeight) + 1);
	};
	const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
	return a("section", {
		class: "timeline-box",
		ref: box,
		"aria-label": "Events",
		onScroll: look,
		tabIndex: 0,
		children: a("ol", {
			class: "timeline",
			children: [
				a(Gap, { height: (from - 1) * rowHeight }, "before"),
				shown.map((seq) => {
					const event = rowOf(seq);
					return event ? a(TimelineRow, {
						event,
						startedAt
					}, seq) : a("li", { children: a("div", {
						class: "event muted",
						children: `#${seq}`
					}) }, seq);
				}),
				a(Gap, { height: (total - to) * rowHeight }, "after")
			]
		})
	});
}
function Gap({ height }) {
	return a("li", {
		"aria-hidden": "true",
		style: { height: `${height}px` }
	});
}
function useRows({ rows, address, total, from, to }) {
	const parts = T(new Map()).current;
	const [, redraw] = d(0);
	const known = new Map(rows.map((row) => [row.seq, row]));
	const read = (seq) => parts.get(partOf(seq))?.[(seq - 1) % partRows];
	A(() => {
		const stop = new AbortController();
		for (let part = partOf(from); part * partRows < to; part++) {
			const [low, high] = [Math.max(from, part * partRows + 1), Math.min(to, (part + 1) * partRows)];
			if (Array.from({ length: high - low + 1 }, (_, at) => low + at).every((seq) => known.has(seq) || read(seq) !== void 0)) continue;
			readEventRows(address, part * partRows + 1, stop.signal).then((found) => {
				if (!found) return;
				parts.set(part, found);
				for (const oldest of parts.keys()) if (parts.size > keptParts) parts.delete(oldest);
				redraw((count) => count + 1);
			});
		}
		return () => stop.abort();
	}, [
		partOf(from),
		partOf(to),
		total,
		address
	]);
	return (seq) => known.get(seq) ?? read(seq);
}
function partOf(seq) {
	return Math.floor((seq - 1) / partRows);
}
function rootFontSize() {
	return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
// src/console/ui/client/live-run-page.tsx
function LiveRunPage(data) {
	return a(TimelineDrawing.Provider, {
		value: WindowedTimeline,
		children: a(RunPage, { ...data })
	});
}
export { LiveRunPage };
