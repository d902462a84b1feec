import { a, i as j, l as U, o as $ } from "./vendor/preact.js";
import { A as CodeBlock, F as asSentence, G as HiddenCharacters, H as countWords, L as StatusWord, M as FactsList, T as Time, V as byteWords, W as moneyWords, c as StateNotice, d as DataTable, j as Panel, l as Notice, p as Conditions, r as Tabs, u as WebLink, w as Duration, x as TextDiff, y as DigestText } from "./page.js";
import { a as SubagentLanes, r as Timeline, t as RunRow } from "./components-run.js";
import { n as Plot } from "./components-plot.js";
// src/console/ui/parts/lane-panel.tsx
const tones = {
	running: "busy",
	completed: "ok",
	failed: "bad",
	denied: "warn"
};
function LanePanel({ lanes, startedAt, until }) {
	if (lanes.length === 0) return null;
	return a(Panel, {
		id: "lanes",
		title: "Subagents",
		icon: "bot",
		count: lanes.length,
		children: [a(SubagentLanes, {
			lanes: lanes.map(({ name, startedAt: from = startedAt, finishedAt, events, status }) => ({
				name,
				startedAt: from,
				finishedAt,
				events,
				tone: tones[status]
			})),
			startedAt,
			until
		}), a("ul", {
			class: "stack tight",
			children: lanes.map(({ name, role, status, text }) => a("li", {
				class: "row",
				children: [
					a("span", {
						class: "strong",
						children: a(HiddenCharacters, {
							text: name,
							most: 100
						})
					}),
					role !== void 0 && a("span", {
						class: "muted",
						children: a(HiddenCharacters, {
							text: role,
							most: 100
						})
					}),
					a(StatusWord, { phase: status }),
					a("span", {
						class: "any-text",
						children: a(HiddenCharacters, {
							text,
							most: 2e3
						})
					})
				]
			}, name))
		})]
	});
}
// src/console/ui/parts/patch-panel.tsx
function PatchPanel({ patch }) {
	const { artifact, digest, base, files, more, problem } = patch;
	return a(Panel, {
		id: "patch",
		title: "Patch",
		icon: "file-pen",
		count: files.length,
		children: [
			a("p", {
				class: "row",
				children: [
					artifact,
					" ",
					a(DigestText, { digest }),
					base !== void 0 && a($, { children: ["on the commit ", a(DigestText, { digest: base })] })
				]
			}),
			problem !== void 0 && a("p", {
				class: "any-text",
				children: `Its content is not shown: ${problem}`
			}),
			files.map(({ path, change, before, after, bytes, lines, note, text }) => a("details", {
				open: files.length <= 5,
				children: [
					a("summary", {
						class: "row",
						children: [
							a(StatusWord, { phase: change }),
							a("code", {
								class: "any-text",
								children: a(HiddenCharacters, {
									text: path,
									most: 1e3
								})
							}),
							bytes !== void 0 && a("span", {
								class: "muted small",
								children: byteWords(bytes)
							})
						]
					}),
					a("p", {
						class: "row small",
						children: [before !== void 0 && a($, { children: ["was ", a(DigestText, { digest: before })] }), after !== void 0 && a($, { children: ["is ", a(DigestText, { digest: after })] })]
					}),
					note !== void 0 && a("p", {
						class: "muted any-text",
						children: note
					}),
					lines.length > 0 && a(TextDiff, {
						text: lines.join("\n"),
						name: path
					}),
					text !== void 0 && a(CodeBlock, {
						text,
						numbered: true
					})
				]
			}, path)),
			more > 0 && a("p", {
				class: "muted",
				children: `${more} more files are not shown here.`
			})
		]
	});
}
// src/console/ui/parts/run-timeline.tsx
function PagedTimeline({ part: { rows, total, older, newer }, startedAt }) {
	const [first, last] = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0];
	return a($, { children: [
		a("p", {
			class: "pad small muted",
			children: total === 0 ? "Nothing has happened yet." : `Events ${first} to ${last} of ${total}`
		}),
		rows.length > 0 && a(Timeline, {
			events: rows,
			startedAt
		}),
		a("p", {
			class: "pad row",
			children: [older !== void 0 && a("a", {
				class: "action",
				href: older,
				children: "Older events"
			}), newer !== void 0 && a("a", {
				class: "action",
				href: newer,
				children: "Newer events"
			})]
		})
	] });
}
const TimelineDrawing = U(PagedTimeline);
function RunTimeline(props) {
	const Drawing = j(TimelineDrawing);
	return a(Drawing, { ...props }, props.part.attempt);
}
// src/console/ui/parts/shown-value.tsx
const most = 2e3;
function ShownValue({ value, now, copies }) {
	if (value === null || value === "") return a("span", {
		class: "muted",
		children: "–"
	});
	if (typeof value === "number") return a($, { children: value });
	if (typeof value === "string") return a(HiddenCharacters, {
		text: value,
		most
	});
	if ("link" in value) return a("a", {
		href: value.link,
		children: a(HiddenCharacters, {
			text: value.text,
			most: 300
		})
	});
	if ("outside" in value) return a(WebLink, {
		href: value.outside,
		children: value.text.slice(0, 300)
	});
	if ("time" in value) return a(Time, {
		at: value.time,
		now
	});
	if ("from" in value) return a(Duration, {
		from: value.from,
		to: value.to ?? now
	});
	if ("phase" in value) return a(StatusWord, {
		phase: value.phase,
		kind: value.kind,
		title: value.means
	});
	if ("digest" in value) return a(DigestText, {
		digest: value.digest,
		copies
	});
	if ("code" in value) return a("code", {
		class: "any-text",
		children: a(HiddenCharacters, {
			text: value.code,
			most
		})
	});
	return a("span", {
		class: "row",
		children: value.several.map((one, at) => a("span", { children: a(ShownValue, {
			value: one,
			now
		}) }, at))
	});
}
// src/console/ui/parts/shown-rows.tsx
function ShownRows({ label, table: { columns, rows, empty, next }, now, pick }) {
	return a($, { children: [a(DataTable, {
		label,
		rows,
		keyOf: ({ key }) => key,
		empty: a("p", {
			class: "pad muted",
			children: empty
		}),
		columns: [...columns.map((title, at) => ({
			title,
			names: at === 0,
			cell: ({ cells }) => a(ShownValue, {
				value: cells[at] ?? null,
				now
			})
		})), ...pick ? [{
			title: pick.title,
			cell: ({ key }) => pick.cell(key)
		}] : []]
	}), a(NextPage, { href: next })] });
}
function NextPage({ href }) {
	if (href === void 0) return null;
	return a("p", {
		class: "pad",
		children: a("a", {
			class: "action",
			rel: "next",
			href,
			children: "Next page"
		})
	});
}
// src/console/ui/parts/section-panel.tsx
function SectionPanel({ section, now }) {
	const { id, title, folded = false, table } = section;
	const content = a(SectionContent, {
		section,
		now
	});
	const { summary, facts = [], conditions = [], text } = section;
	const isTable = table && !folded && summary === void 0 && text === void 0;
	return a(Panel, {
		id,
		title,
		count: table && table.rows.length > 0 ? table.rows.length : void 0,
		flush: isTable && facts.length === 0 && conditions.length === 0,
		children: folded ? a("details", { children: [a("summary", {
			"aria-label": `Show: ${title}`,
			children: "Show"
		}), content] }) : content
	});
}
function SectionContent({ section, now }) {
	const { title, summary, facts = [], conditions = [], table, text } = section;
	return a("div", {
		class: "stack",
		children: [
			summary !== void 0 && a("p", {
				class: "muted any-text",
				children: a(HiddenCharacters, { text: summary })
			}),
			facts.length > 0 && a(FactsList, { facts: facts.map(({ label, value }) => [label, a(ShownValue, {
				value,
				now,
				copies: true
			})]) }),
			conditions.length > 0 && a(Conditions, {
				conditions,
				now
			}),
			table && a(ShownRows, {
				label: title,
				table,
				now
			}),
			text !== void 0 && a(CodeBlock, { text })
		]
	});
}
// src/console/ui/parts/state-list.tsx
function StateList({ states }) {
	return a($, { children: states.map(({ state, happened, holds, remedy, links }, at) => a("div", {
		"data-state": state,
		children: a(StateNotice, {
			state,
			happened,
			stillTrue: holds,
			canBeDone: remedy,
			offers: links.map(({ link, text }) => ({
				id: `${state}-${at}-${link}`,
				word: text,
				href: link
			}))
		})
	}, `${state}-${at}`)) });
}
// src/console/ui/parts/why-not.tsx
function WhyNot({ offer: { reason, remedy } }) {
	if (reason === void 0) return null;
	return a("p", {
		class: "reason",
		id: "why-not",
		children: [
			asSentence(reason),
			" ",
			remedy
		]
	});
}
// src/console/ui/parts/filter-form.tsx
function FilterForm({ filter: { action, fields, active }, submit = "Filter" }) {
	return a("search", {
		"aria-label": "Filter",
		children: a("form", {
			class: "filters row",
			method: "get",
			action,
			children: [
				fields.map(({ name, label, value, options }) => a("div", {
					class: "field",
					children: [a("label", {
						class: "small",
						for: `filter-${name}`,
						children: label
					}), options ? a("select", {
						id: `filter-${name}`,
						name,
						children: [a("option", {
							value: "",
							selected: value === "",
							children: "Any"
						}), options.map((option) => a("option", {
							value: option,
							selected: option === value,
							children: option
						}, option))]
					}) : a("input", {
						id: `filter-${name}`,
						type: "text",
						name,
						defaultValue: value,
						autocomplete: "off"
					})]
				}, name)),
				a("button", {
					type: "submit",
					class: "action",
					children: submit
				}),
				active && a("a", {
					href: action,
					children: "Show all"
				})
			]
		})
	});
}
// src/console/ui/parts/scoped-offers.ts
function scopedOffers(offers, scope) {
	return offers.map((offer) => ({
		...offer,
		id: `${scope}-${offer.id}`
	}));
}
// src/console/ui/parts/plot-panel.tsx
const figures = {
	count: countWords,
	dollars: (value) => moneyWords(String(value))
};
function PlotPanel({ id, title, plots }) {
	return a(Panel, {
		id,
		title,
		icon: "activity",
		children: plots.length === 0 ? a("p", {
			class: "muted",
			children: "Nothing was measured yet: the controllers do it each quarter of an hour."
		}) : a("div", {
			class: "plots",
			children: plots.map(({ unit, ...plot }) => a("div", {
				class: "stack tight",
				children: [
					a("h3", { children: plot.title }),
					a("p", {
						class: "muted small",
						children: plot.summary
					}),
					a(Plot, {
						...plot,
						figure: figures[unit]
					})
				]
			}, plot.id))
		})
	});
}
// src/console/ui/parts/memory-place.tsx
function MemoryPlaceBar({ place, path, action }) {
	const { tabs, asked, commit, moment, problem, remedy, repositories, repository, withheld } = place;
	return a($, { children: [
		a(Tabs, {
			label: "The memory",
			tabs,
			current: tabs.find(({ word }) => word === path)?.href ?? ""
		}),
		a("form", {
			method: "get",
			action,
			class: "filters row",
			children: [
				repositories.length > 1 && a("p", {
					class: "field",
					children: [a("label", {
						for: "repository",
						children: "Repository"
					}), a("select", {
						id: "repository",
						name: "repository",
						children: repositories.map((one) => a("option", {
							value: one,
							selected: one === repository,
							children: one
						}, one))
					})]
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "at",
						children: "As of"
					}), a("input", {
						id: "at",
						type: "text",
						name: "at",
						defaultValue: asked
					})]
				}),
				a("button", {
					type: "submit",
					class: "action",
					children: "Show"
				}),
				commit !== void 0 && a("span", {
					class: "row",
					children: [
						moment ?? asked,
						" is ",
						a(DigestText, { digest: commit })
					]
				})
			]
		}),
		withheld > 0 && a("p", {
			class: "muted",
			children: `${withheld} records are not shown: you may not see them.`
		}),
		problem !== void 0 && a(Notice, {
			tone: "warn",
			icon: "triangle-alert",
			title: "The memory cannot be read",
			happened: a(HiddenCharacters, { text: problem }),
			stillTrue: "What runs were told of it stands in their contexts.",
			canBeDone: remedy
		})
	] });
}
// src/console/ui/parts/run-rows.tsx
function RunRows({ runs, now, empty, label = "Runs" }) {
	if (runs.length === 0) return a("p", {
		class: "pad muted",
		children: empty
	});
	return a("ul", {
		class: "run-rows",
		"aria-label": label,
		children: runs.map(({ run, href }) => a(RunRow, {
			run,
			href,
			now
		}, run.metadata.name))
	});
}
export { FilterForm as a, SectionPanel as c, ShownValue as d, PagedTimeline as f, LanePanel as g, PatchPanel as h, scopedOffers as i, NextPage as l, TimelineDrawing as m, MemoryPlaceBar as n, WhyNot as o, RunTimeline as p, PlotPanel as r, StateList as s, RunRows as t, ShownRows as u };
