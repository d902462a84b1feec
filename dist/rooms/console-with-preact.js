import { addressOf, ansiPieces, asSentence, axisTicks, byteWords, classes, countWords, counted, diffFiles, distanceWords, durationWords, eventLooks, eventSentence, eventTone, graphLayout, hasMore, histogramBins, iconShapes, markdownBlocks, momentWords, moneyWords, namedStates, navigation, nextOfRun, pieces, pipelineGraph, placeOn, safeWebAddress, scopedOffers, secondsBetween, shownData, shownText, speakerOf, statusMark, wholeCharacters } from "./console.js";
import { $, U, a, j, k, w } from "../vendor/preact.js";
// src/console/ui/components/icon/icon.tsx
function Icon({ name, class: more }) {
	const shapes = iconShapes[name];
	const lines = shapes.flatMap(([element, { d }]) => element === "path" && d !== void 0 ? [d] : []);
	return a("svg", {
		class: more === void 0 ? "icon" : `icon ${more}`,
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: [lines.length > 0 && a("path", { d: lines.map(fromOrigin).join("") }), shapes.map(([element, attributes]) => element !== "path" && k(element, attributes))]
	});
}
function fromOrigin(line) {
	return line.startsWith("m") ? `M0 0${line}` : line;
}
// src/console/ui/components/data/counter.tsx
function Counter({ label, value, icon, tone, href }) {
	const content = a($, { children: [a("span", {
		class: "value",
		children: typeof value === "number" ? countWords(value) : value
	}), a("span", {
		class: "label",
		children: [a(Icon, { name: icon }), label]
	})] });
	const name = classes("counter", tone && `tone-${tone}`);
	return href === void 0 ? a("div", {
		class: name,
		children: content
	}) : a("a", {
		class: name,
		href,
		children: content
	});
}
// src/console/ui/components/data/table-wrap.tsx
function TableWrap({ children }) {
	return a("div", {
		class: "table-wrap",
		tabIndex: 0,
		children
	});
}
// src/console/ui/components/data/data-table.tsx
function DataTable({ label, columns, rows, keyOf, empty }) {
	if (rows.length === 0 && empty !== void 0) return a($, { children: empty });
	return a(TableWrap, { children: a("table", {
		class: "data",
		"aria-label": label,
		children: [a("thead", { children: a("tr", { children: columns.map((column) => a(ColumnHead, { column })) }) }), a("tbody", { children: rows.map((row) => a("tr", { children: columns.map(({ names, figures, long, title, cell }) => names ? a("th", {
			class: long ? "long" : void 0,
			scope: "row",
			children: a("span", { children: cell(row) })
		}) : a("td", {
			class: figures ? "number" : long ? "long" : void 0,
			"data-label": title,
			children: a("span", { children: cell(row) })
		})) }, keyOf(row))) })]
	}) });
}
function ColumnHead({ column }) {
	const { title, sortHref, sorted, figures } = column;
	const sign = sorted === "ascending" ? "arrow-up" : sorted === "descending" ? "arrow-down" : "arrow-up-down";
	return a("th", {
		scope: "col",
		class: classes(figures && "number"),
		"aria-sort": sorted,
		children: sortHref === void 0 ? title : a("a", {
			href: sortHref,
			children: [title, a(Icon, { name: sign })]
		})
	});
}
// src/console/ui/components/data/facts-list.tsx
function FactsList({ facts }) {
	const known = facts.filter(([, value]) => value !== void 0 && value !== null && value !== "" && value !== false);
	return a("dl", {
		class: "facts",
		children: known.map(([name, value]) => a("div", { children: [a("dt", { children: name }), a("dd", { children: value })] }, name))
	});
}
// src/console/ui/components/data/panel.tsx
function Panel({ title, id, icon, count, aside, flush, stale, level = 2, children }) {
	const Heading = level === 2 ? "h2" : "h3";
	return a("section", {
		class: classes("panel", stale && "stale"),
		id,
		"aria-labelledby": `${id}-title`,
		children: [a("header", { children: [a(Heading, {
			id: `${id}-title`,
			children: [
				icon && a(Icon, { name: icon }),
				title,
				count !== void 0 && a("span", {
					class: "count",
					children: count
				})
			]
		}), aside] }), a("div", {
			class: classes("body", flush && "flush"),
			children
		})]
	});
}
// src/console/ui/components/status/status-word.tsx
function StatusWord({ phase, kind, word, title, boxed }) {
	const { tone, icon } = statusMark(phase, kind);
	return a(ToneWord, {
		tone,
		icon,
		word: word ?? spacedWords(phase),
		title,
		boxed
	});
}
function ToneWord({ tone, icon, word, title, boxed }) {
	return a("span", {
		class: classes("status", `tone-${tone}`, boxed && "boxed"),
		title,
		children: [a(Icon, {
			name: icon,
			class: icon === "loader" ? "turning" : ""
		}), word]
	});
}
function spacedWords(name) {
	const spaced = name.replace(/[_-]/g, " ").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
	return spaced.charAt(0).toUpperCase() + spaced.slice(1).replace(/ [A-Z](?=[a-z])/g, (at) => at.toLowerCase());
}
// src/console/ui/components/text/hidden-characters.tsx
function HiddenCharacters({ text, most = 2e4 }) {
	const { shown, left } = pieces(text, most);
	return a($, { children: [shown.map((piece) => typeof piece === "string" ? piece : a("span", {
		class: "hidden-character",
		title: piece.title,
		children: piece.mark
	})), left > 0 && a("span", {
		class: "muted",
		children: [
			" … and ",
			left,
			" more characters"
		]
	})] });
}
// src/console/ui/components/plot/graph.tsx
const box = {
	width: 184,
	height: 44,
	across: 248,
	down: 58,
	edge: 12
};
function Graph({ id, title, summary, nodes, edges, most = 150 }) {
	const placed = graphLayout(nodes.slice(0, most), edges);
	const places = new Map(placed.map((node) => [node.id, node]));
	const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1;
	const rows = Math.max(0, ...placed.map(({ row }) => row)) + 1;
	const width = columns * box.across - (box.across - box.width) + 2 * box.edge;
	const height = rows * box.down - (box.down - box.height) + 2 * box.edge;
	const drawn = edges.flatMap(({ from, to }) => {
		const [start, end] = [places.get(from), places.get(to)];
		return start && end && start !== end ? [{
			start,
			end
		}] : [];
	});
	return a("figure", {
		class: "graph stack tight",
		children: [
			a("section", {
				class: "graph-scroll",
				"aria-label": `Drawing of ${title}`,
				...reachable,
				children: a("svg", {
					viewBox: `0 0 ${width} ${height}`,
					width,
					"aria-labelledby": `${id}-title ${id}-summary`,
					children: [
						a("title", {
							id: `${id}-title`,
							children: title
						}),
						a("desc", {
							id: `${id}-summary`,
							children: summary
						}),
						drawn.map(({ start, end }) => a(EdgeMark, {
							start,
							end
						}, `${start.id} ${end.id}`)),
						placed.map((node) => a(NodeMark, { node }, node.id))
					]
				})
			}),
			nodes.length > most && a("p", {
				class: "more",
				children: [nodes.length - most, " more are in the list only."]
			}),
			a("details", { children: [a("summary", { children: "The same as a list" }), a("ul", { children: nodes.map((node) => a(NodeItem, {
				node,
				nodes,
				edges
			}, node.id)) })] })
		]
	});
}
const reachable = { tabIndex: 0 };
function cornerOf({ column, row }) {
	return {
		x: box.edge + column * box.across,
		y: box.edge + row * box.down
	};
}
function NodeMark({ node }) {
	const { x, y } = cornerOf(node);
	const tone = node.status === void 0 ? void 0 : `tone-${statusMark(node.status).tone}`;
	const mark = a($, { children: [
		a("title", { children: `${node.kind} ${node.name}${node.status === void 0 ? "" : `, ${node.status}`}` }),
		a("rect", {
			class: "box",
			x,
			y,
			width: box.width,
			height: box.height,
			rx: "6"
		}),
		a("text", {
			x: x + 12,
			y: y + 17,
			children: cutTo(`${node.kind}${node.status === void 0 ? "" : ` · ${node.status}`}`, 26)
		}),
		a("text", {
			class: "name",
			x: x + 12,
			y: y + 34,
			children: cutTo(node.name, 22)
		})
	] });
	return a("g", {
		class: tone,
		children: node.href === void 0 ? mark : a("a", {
			href: node.href,
			children: mark
		})
	});
}
function EdgeMark({ start, end }) {
	const [from, to] = [cornerOf(start), cornerOf(end)];
	const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
	const [x2, y2] = [to.x - 6, to.y + box.height / 2];
	const bend = Math.max(24, Math.abs(x2 - x1) / 2);
	return a("g", { children: [a("path", {
		class: "edge",
		d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
	}), a("path", {
		class: "arrow",
		d: `M${x2 + 6} ${y2}l-8 -4v8z`
	})] });
}
function NodeItem({ node, nodes, edges }) {
	const names = new Map(nodes.map(({ id, name }) => [id, name]));
	const next = edges.filter(({ from }) => from === node.id);
	return a("li", { children: [
		a("span", {
			class: "muted",
			children: node.kind
		}),
		" ",
		node.href === void 0 ? a(Name, { text: node.name }) : a("a", {
			href: node.href,
			children: a(Name, { text: node.name })
		}),
		" ",
		node.status !== void 0 && a(StatusWord, { phase: node.status }),
		next.length > 0 && ` leads to ${next.map(({ to, name }) => `${names.get(to) ?? to}${name === void 0 ? "" : ` (${name})`}`).join(", ")}`
	] });
}
function Name({ text }) {
	return a(HiddenCharacters, {
		text,
		most: 300
	});
}
function cutTo(text, most) {
	const seen = text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "�");
	return seen.length > most ? `${seen.slice(0, most - 1)}…` : seen;
}
// src/console/ui/components/action/action-link.tsx
function ActionLink({ offer }) {
	return a("span", {
		class: "offer",
		children: [a(ActionWord, { offer }), isOff(offer) && a(Reason, { offer })]
	});
}
function ActionBar({ offers, label }) {
	const off = offers.filter(isOff);
	return a("fieldset", {
		class: "actions",
		"aria-label": label,
		children: [a("div", {
			class: "row",
			children: offers.map((offer) => a(ActionWord, { offer }, offer.id))
		}), off.length > 0 && a("ul", {
			class: "reasons",
			children: off.map((offer) => a("li", { children: [a(Icon, { name: "ban" }), a("span", { children: [
				a("span", {
					class: "strong",
					children: [offer.word, ":"]
				}),
				" ",
				a(Reason, { offer })
			] })] }, offer.id))
		})]
	});
}
function ActionWord({ offer }) {
	const { word, href, icon, weight } = offer;
	const content = a($, { children: [icon && a(Icon, { name: icon }), word] });
	if (href !== void 0 && !isOff(offer)) return a("a", {
		class: classes("action", weight),
		href,
		children: content
	});
	return a("button", {
		class: "action",
		type: "button",
		"aria-disabled": "true",
		"aria-describedby": reasonId(offer),
		children: content
	});
}
function Reason({ offer }) {
	return a("span", {
		class: "reason",
		id: reasonId(offer),
		children: [
			asSentence(offer.reason ?? "The server does not offer it"),
			" ",
			offer.remedy
		]
	});
}
function isOff({ href, reason }) {
	return href === void 0 || reason !== void 0;
}
function reasonId({ id }) {
	return `why-not-${id}`;
}
// src/console/ui/components/states/notice.tsx
function Notice(props) {
	const { tone, icon, title, happened, stillTrue, canBeDone, offers = [], blank, live } = props;
	return a("div", {
		class: classes("notice", `tone-${tone}`, blank && "blank"),
		role: live ? "status" : void 0,
		children: [a(Icon, { name: icon }), a("div", {
			class: "words",
			children: [
				a("p", {
					class: "strong",
					children: title
				}),
				a("dl", { children: [
					a(NoticeLine, {
						name: "What happened",
						words: happened
					}),
					a(NoticeLine, {
						name: "Still true",
						words: stillTrue
					}),
					a(NoticeLine, {
						name: "What to do",
						words: canBeDone
					})
				] }),
				offers.length > 0 && a(ActionBar, {
					label: "What can be done",
					offers
				})
			]
		})]
	});
}
function NoticeLine({ name, words }) {
	if (words === void 0 || words === null) return null;
	return a("div", { children: [a("dt", { children: name }), a("dd", {
		class: "any-text",
		children: words
	})] });
}
// src/console/ui/components/states/page-states.tsx
function EmptyState({ title, children, icon = "inbox", offers = [] }) {
	return a("div", {
		class: "notice blank tone-idle",
		children: [a(Icon, { name: icon }), a("div", {
			class: "words",
			children: [
				a("p", {
					class: "strong",
					children: title
				}),
				a("p", {
					class: "muted",
					children
				}),
				offers.map(({ id, word, href }) => href === void 0 ? null : a("a", {
					class: "action first",
					href,
					children: word
				}, id))
			]
		})]
	});
}
function ForbiddenState({ asked, reasons = [], remedy, offers }) {
	return a(Notice, {
		tone: "bad",
		icon: "lock",
		title: "You may not see this",
		happened: `Nothing gives you ${asked}.${reasons.map((reason) => ` ${asSentence(reason)}`).join("")}`,
		stillTrue: "Nothing was changed. Whether there is such an object is not said.",
		canBeDone: remedy ?? "Ask somebody who manages roles of this organisation for a role that gives it.",
		offers
	});
}
function NotFoundState({ what, offers }) {
	return a(Notice, {
		tone: "idle",
		icon: "circle-slash",
		title: "Not found",
		happened: `There is no ${what} here, or no longer.`,
		stillTrue: "Records are kept as long as the retention policy says; the audit log has what was done.",
		canBeDone: "Check the address, search for it, or go back to its list.",
		offers
	});
}
function FailureState({ code, message, reasons = [], remedy, stillTrue, offers }) {
	return a(Notice, {
		tone: "bad",
		icon: "circle-x",
		title: code,
		happened: a($, { children: [a("p", { children: a(HiddenCharacters, { text: message }) }), reasons.length > 0 && a("ul", { children: reasons.map(({ field, message: why }) => a("li", { children: [
			field !== "" && a("code", { children: shownText(field) }),
			" ",
			a(HiddenCharacters, { text: why })
		] }, `${field} ${why}`)) })] }),
		stillTrue: stillTrue ?? "Nothing was changed by this page.",
		canBeDone: remedy ?? "Load the page again; where that does not help, look at the log of the server.",
		offers
	});
}
// src/console/ui/components/status/chip.tsx
function Chip({ icon, tone, kind, href, title, children }) {
	const content = a($, { children: [
		icon && a(Icon, { name: icon }),
		kind && a("span", {
			class: "chip-kind",
			children: kind
		}),
		a("span", {
			class: "any-text",
			children
		})
	] });
	const name = classes("chip", tone && `tone-${tone}`);
	return href === void 0 ? a("span", {
		class: name,
		title,
		children: content
	}) : a("a", {
		class: name,
		href,
		title,
		children: content
	});
}
const tiers = {
	trusted: {
		tone: "ok",
		icon: "shield-check",
		means: "Work of the team on the team's own content"
	},
	restricted: {
		tone: "warn",
		icon: "shield",
		means: "Work that strangers had a part in: less is allowed"
	},
	untrusted: {
		tone: "bad",
		icon: "shield-alert",
		means: "Work of strangers: no secrets, no writes"
	}
};
function TrustChip({ tier }) {
	const { tone, icon, means } = tiers[tier];
	return a(Chip, {
		tone,
		icon,
		title: means,
		children: tier
	});
}
function RefChips({ refs }) {
	const { ref, base, head, pullRequest, issue, path, workflowRun, job } = refs;
	return a($, { children: [
		issue !== void 0 && a(Chip, {
			icon: "circle-dot",
			children: ["#", issue]
		}),
		pullRequest !== void 0 && a(Chip, {
			icon: "git-pull-request",
			children: ["#", pullRequest]
		}),
		ref !== void 0 && a(Chip, {
			icon: "git-branch",
			title: ref,
			children: a(HiddenCharacters, { text: ref.replace(/^refs\/(heads|tags)\//, "") })
		}),
		path !== void 0 && a(Chip, {
			icon: "file",
			children: a(HiddenCharacters, { text: path })
		}),
		head !== void 0 && a(CommitChip, { commit: head }),
		head === void 0 && base !== void 0 && a(CommitChip, { commit: base }),
		workflowRun !== void 0 && a(Chip, {
			icon: "play",
			kind: "CI run",
			children: a(HiddenCharacters, { text: workflowRun })
		}),
		job !== void 0 && a(Chip, {
			kind: "job",
			children: a(HiddenCharacters, { text: job })
		})
	] });
}
function CommitChip({ commit, href }) {
	return a(Chip, {
		icon: "git-commit-horizontal",
		title: commit,
		href,
		children: a("code", { children: commit.slice(0, 10) })
	});
}
// src/console/ui/components/action/copy-button.tsx
function CopyButton({ text, what, word }) {
	return a("button", {
		type: "button",
		class: "copy",
		"data-copy": text,
		"aria-label": word === void 0 ? `Copy ${what}` : void 0,
		children: [a(Icon, { name: "copy" }), word]
	});
}
// src/console/ui/components/text/digest-text.tsx
function DigestText({ digest, whole = false, copies = false }) {
	const start = digest.indexOf(":") + 13;
	const text = whole || digest.length <= start + 1 ? a("code", {
		class: "digest whole",
		children: digest
	}) : a("code", {
		class: "digest",
		title: digest,
		children: [digest.slice(0, start), a("span", {
			class: "rest",
			children: digest.slice(start)
		})]
	});
	if (!copies) return text;
	return a("span", {
		class: "copies",
		children: [
			text,
			" ",
			a(CopyButton, {
				text: digest,
				what: digest.slice(0, start)
			})
		]
	});
}
// src/console/ui/report/agent-table.tsx
function AgentTable({ agents, left }) {
	return a(Panel, {
		id: "agents",
		title: "Agents",
		icon: "bot",
		count: agents.length + left,
		flush: true,
		children: [a(DataTable, {
			label: "Agents",
			rows: agents,
			keyOf: ({ name }) => name,
			columns: [
				{
					title: "Agent",
					names: true,
					cell: ({ name, type, runtime }) => a($, { children: [
						name,
						a("br", {}),
						a("span", {
							class: "small muted plain",
							children: [
								type,
								", ",
								runtime
							]
						})
					] })
				},
				{
					title: "Render",
					cell: ({ result }) => a(StatusWord, { phase: result })
				},
				{
					title: "Prompt",
					cell: ({ prompt }) => prompt === void 0 ? "none" : `${prompt.characters} characters, of the ${prompt.scope} scope`
				},
				{
					title: "Skills",
					cell: ({ skills }) => a(NameChips, {
						names: skills,
						icon: "book-open"
					})
				},
				{
					title: "MCP servers",
					cell: ({ mcpServers }) => a(NameChips, {
						names: mcpServers,
						icon: "plug"
					})
				},
				{
					title: "Plugins",
					cell: ({ plugins }) => a(NameChips, {
						names: plugins,
						icon: "box"
					})
				},
				{
					title: "Secrets",
					cell: ({ secrets }) => a(NameChips, {
						names: secrets,
						icon: "key-round"
					})
				},
				{
					title: "Env directory",
					cell: ({ envDirectory }) => a("code", { children: envDirectory })
				}
			]
		}), left > 0 && a("p", {
			class: "more",
			children: [left, " more agents are not shown."]
		})]
	});
}
function NameChips({ names, icon }) {
	if (names.length === 0) return a("span", {
		class: "muted",
		children: "none"
	});
	return a("span", {
		class: "row",
		children: [names.slice(0, 30).map((name) => a(Chip, {
			icon,
			children: a(HiddenCharacters, {
				text: name,
				most: 100
			})
		}, name)), names.length > 30 && a("span", {
			class: "muted",
			children: [
				"and ",
				names.length - 30,
				" more"
			]
		})]
	});
}
// src/console/ui/components/code/text-diff.tsx
function TextDiff({ text, name, most = 1e3 }) {
	const files = diffFiles(text);
	let room = most;
	const shown = files.flatMap((file) => {
		const lines = file.lines.slice(0, Math.max(0, room));
		room -= file.lines.length;
		return lines.length === 0 && file.lines.length > 0 ? [] : [{
			...file,
			lines
		}];
	});
	return a("div", {
		class: "stack tight",
		children: [shown.map((file) => a("div", {
			class: "diff",
			children: [(file.name || name) && a("h4", { children: a(HiddenCharacters, {
				text: file.name || (name ?? ""),
				most: 1e3
			}) }), a("table", {
				"aria-label": `Difference of ${file.name || (name ?? "a text")}`,
				children: [a("thead", {
					class: "visually-hidden",
					children: a("tr", { children: [
						a("th", {
							scope: "col",
							children: "Old line"
						}),
						a("th", {
							scope: "col",
							children: "New line"
						}),
						a("th", {
							scope: "col",
							children: "Change"
						}),
						a("th", {
							scope: "col",
							children: "Text"
						})
					] })
				}), a("tbody", { children: file.lines.map((line) => a(DiffRow, { line })) })]
			})]
		})), room < 0 && a("p", {
			class: "more",
			children: [-room, " more lines are not shown."]
		})]
	});
}
const signs = {
	added: "+",
	removed: "−",
	same: "",
	hunk: "",
	note: ""
};
function DiffRow({ line }) {
	if (line.kind === "hunk" || line.kind === "note") return a("tr", {
		class: line.kind,
		children: a("td", {
			colSpan: 4,
			children: a(HiddenCharacters, {
				text: line.text,
				most: 1e3
			})
		})
	});
	return a("tr", {
		class: line.kind,
		children: [
			a("td", {
				class: "line-number",
				children: line.old
			}),
			a("td", {
				class: "line-number",
				children: line.new
			}),
			a("td", {
				class: "sign",
				children: signs[line.kind]
			}),
			a("td", { children: a(HiddenCharacters, {
				text: line.text,
				most: 4e3
			}) })
		]
	});
}
// src/console/ui/report/finding-list.tsx
const severities = {
	error: {
		tone: "bad",
		icon: "circle-x",
		word: "Error"
	},
	warning: {
		tone: "warn",
		icon: "triangle-alert",
		word: "Warning"
	},
	unverified: {
		tone: "warn",
		icon: "eye-off",
		word: "Not verified"
	}
};
function FindingList({ findings, most }) {
	return a(Panel, {
		id: "findings",
		title: "Findings",
		icon: "triangle-alert",
		count: findings.length,
		children: [findings.slice(0, most).map((finding) => a(FindingEntry$1, { finding }, `${finding.code} ${finding.path} ${finding.subject}`)), findings.length > most && a("p", {
			class: "more",
			children: [findings.length - most, " more findings are not shown."]
		})]
	});
}
function FindingEntry$1({ finding }) {
	const { code, severity, path, expected, actual, problem, remedy, difference, subject } = finding;
	const said = problem ?? `expected ${expected ?? "nothing"}, found ${actual ?? "nothing"}`;
	return a("div", {
		class: "finding",
		children: [
			a("p", {
				class: "row",
				children: [
					a(ToneWord, { ...severities[severity] }),
					a("code", { children: code }),
					a("code", {
						class: "any-text",
						children: a(HiddenCharacters, {
							text: path,
							most: 1e3
						})
					}),
					subject !== void 0 && a("span", {
						class: "muted",
						children: a(HiddenCharacters, {
							text: subject,
							most: 300
						})
					})
				]
			}),
			a("p", {
				class: "any-text",
				children: a(HiddenCharacters, {
					text: said,
					most: 2e3
				})
			}),
			difference !== void 0 && a(TextDiff, {
				text: difference.join("\n"),
				most: 100
			}),
			a("p", {
				class: "remedy",
				children: [a(Icon, { name: "arrow-right" }), a("span", {
					class: "any-text",
					children: a(HiddenCharacters, {
						text: remedy,
						most: 1e3
					})
				})]
			})
		]
	});
}
// src/console/ui/report/image-panels.tsx
function ImagePanels({ images }) {
	return a("div", {
		class: "stack",
		id: "images",
		children: images.map((image) => a(ImagePanel, { image }, image.name))
	});
}
function ImagePanel({ image }) {
	const { name, reference, digest, treeDigest, tags, gate, platforms } = image;
	return a(Panel, {
		id: `image-${name}`,
		title: `Image of ${name}`,
		icon: "package",
		aside: a(StatusWord, {
			phase: gate.verdict,
			word: `Gate: ${gate.verdict}`,
			boxed: true
		}),
		children: [a(FactsList, { facts: [
			["Published", a("code", {
				class: "any-text",
				children: reference
			})],
			["Digest", a(DigestText, { digest })],
			["Tree of the template", a(DigestText, { digest: treeDigest })],
			["Tags", tags.map((tag) => a(Chip, {
				icon: "tag",
				children: tag
			}, tag))],
			["Checked", a(HiddenCharacters, {
				text: gate.subject,
				most: 600
			})],
			...gate.facts.map(({ label, value }) => [label, a(HiddenCharacters, {
				text: value,
				most: 600
			}, label)])
		] }), platforms.map(({ platform, layers }) => a(DataTable, {
			label: `Layers for ${platform}`,
			rows: layers,
			keyOf: ({ digest: layer }) => layer,
			columns: [
				{
					title: `Layer, ${platform}`,
					names: true,
					cell: (layer) => a(DigestText, { digest: layer.digest })
				},
				{
					title: "Length",
					figures: true,
					cell: ({ bytes }) => byteWords(bytes)
				},
				{
					title: "Holds",
					cell: ({ isIdentity }) => isIdentity ? a(Chip, {
						tone: "ok",
						children: "the identity"
					}) : "the base image"
				}
			]
		}, platform))]
	});
}
// src/console/ui/components/shell/page-head.tsx
function PageHead({ title, beside, lead, actions }) {
	return a("div", {
		class: "page-head",
		children: [a("div", {
			class: "title",
			children: [
				a("h1", {
					class: "any-text",
					children: a(HiddenCharacters, {
						text: title,
						most: 300
					})
				}),
				beside,
				lead !== void 0 && a("div", {
					class: "lead row",
					children: lead
				})
			]
		}), actions]
	});
}
// src/console/ui/components/time/time.tsx
function Time({ at, now }) {
	const moment = momentWords(at);
	return now === void 0 ? a("time", {
		dateTime: at,
		children: moment
	}) : a("time", {
		dateTime: at,
		title: moment,
		children: distanceWords(at, now)
	});
}
function Duration({ from, to, seconds = secondsBetween(from, to) }) {
	return a("span", {
		class: "duration",
		children: seconds === void 0 ? "–" : durationWords(seconds)
	});
}
// src/console/ui/report/report-head.tsx
function ReportHead({ title, beside, lead, writtenAt, parts }) {
	return a($, { children: [a(PageHead, {
		title,
		beside,
		lead: a($, { children: [lead, a("span", { children: ["written ", a(Time, { at: writtenAt })] })] })
	}), a("nav", {
		class: "tabs",
		"aria-label": "Parts of this report",
		children: a("ul", { children: parts.map(([id, word]) => a("li", { children: a("a", {
			href: `#${id}`,
			children: word
		}) }, id)) })
	})] });
}
// src/console/ui/components/plot/plot-frame.tsx
const plotArea = {
	left: 46,
	top: 10,
	width: 428,
	height: 150
};
function PlotFrame({ ticks, places, middle, figure }) {
	const { left, top, width, height } = plotArea;
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const every = Math.max(1, Math.ceil(places.length / 5));
	return a("g", { children: [ticks.map((tick) => {
		const y = top + height - high(tick);
		return a("g", { children: [a("line", {
			class: tick === 0 ? "axis" : "grid-line",
			x1: left,
			x2: left + width,
			y1: y,
			y2: y
		}), a("text", {
			x: left - 8,
			y: y + 4,
			"text-anchor": "end",
			children: figure(tick)
		})] }, tick);
	}), places.map((place, at) => at % every === 0 ? a("text", {
		x: middle(at),
		y: top + height + 18,
		"text-anchor": "middle",
		children: place.length > 16 ? `${place.slice(0, 15)}…` : place
	}, place) : null)] });
}
function ticksFor(series) {
	const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
	const most = known.reduce((one, value) => Math.max(one, value), 0);
	return axisTicks(most, 4, known.every(Number.isInteger) ? 1 : 0);
}
// src/console/ui/components/plot/bar-marks.tsx
function BarMarks({ places, series, figure }) {
	const { left, top, width, height } = plotArea;
	const ticks = ticksFor(series);
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const room = width / Math.max(1, places.length);
	const thick = Math.min(44, room * .72 / Math.max(1, series.length));
	const middle = (at) => Math.round((left + room * (at + .5)) * 10) / 10;
	return a($, { children: [a(PlotFrame, {
		ticks,
		places,
		middle,
		figure
	}), series.map(({ name, values }, number) => a("g", {
		class: `series-${number % 4}`,
		children: values.map((value, at) => {
			const tall = value === null ? 0 : high(value);
			const start = middle(at) - thick * series.length / 2 + thick * number;
			return tall === 0 ? null : a("rect", {
				class: "bar",
				x: Math.round(start * 10) / 10,
				y: top + height - tall,
				width: Math.max(1, Math.round((thick - 1) * 10) / 10),
				height: tall,
				rx: "2"
			}, places[at]);
		})
	}, name))] });
}
// src/console/ui/components/plot/line-marks.tsx
function LineMarks({ places, series, figure }) {
	const { left, top, width, height } = plotArea;
	const ticks = ticksFor(series);
	const high = placeOn(height, ticks.at(-1) ?? 1);
	const last = Math.max(1, places.length - 1);
	const x = (at) => Math.round((left + 24 + at / last * (width - 48)) * 10) / 10;
	const y = (value) => Math.round((top + height - high(value)) * 10) / 10;
	return a($, { children: [a(PlotFrame, {
		ticks,
		places,
		middle: x,
		figure
	}), series.map(({ name, values }, number) => a("g", {
		class: `series-${number % 4}`,
		children: piecesOf(values).map((piece) => {
			const points = piece.map(([at, value]) => `${x(at)},${y(value)}`).join(" ");
			const [first, end] = [piece[0]?.[0] ?? 0, piece.at(-1)?.[0] ?? 0];
			return piece.length === 1 ? a("circle", {
				class: "bar",
				cx: x(first),
				cy: y(piece[0]?.[1] ?? 0),
				r: "2.5"
			}) : a("g", { children: [series.length === 1 && a("polygon", {
				class: "area",
				points: `${x(first)},${y(0)} ${points} ${x(end)},${y(0)}`
			}), a("polyline", {
				class: "curve",
				points
			})] }, first);
		})
	}, name))] });
}
function piecesOf(values) {
	const pieces = [];
	let goesOn = false;
	for (const [at, value] of values.entries()) {
		if (value !== null) {
			if (goesOn) pieces.at(-1)?.push([at, value]);
			else pieces.push([[at, value]]);
		}
		goesOn = value !== null;
	}
	return pieces;
}
// src/console/ui/components/plot/plot.tsx
function Plot(props) {
	const { id, title, summary, figure = String } = props;
	const { places, series, kind } = shownOf(props, figure);
	const Marks = kind === "line" ? LineMarks : BarMarks;
	const valueFigure = props.kind === "histogram" ? String : figure;
	return a("figure", {
		class: "plot",
		children: [
			a("svg", {
				viewBox: "0 0 480 190",
				role: "img",
				"aria-labelledby": `${id}-title ${id}-summary`,
				children: [
					a("title", {
						id: `${id}-title`,
						children: title
					}),
					a("desc", {
						id: `${id}-summary`,
						children: summary
					}),
					a(Marks, {
						places,
						series,
						figure: valueFigure
					})
				]
			}),
			series.length > 1 && a("figcaption", {
				class: "legend",
				children: series.map(({ name }, at) => a("span", {
					class: `series-${at % 4}`,
					children: [a("svg", {
						viewBox: "0 0 16 8",
						"aria-hidden": "true",
						children: a("line", {
							x1: "0",
							y1: "4",
							x2: "16",
							y2: "4"
						})
					}), name]
				}, name))
			}),
			a("details", { children: [a("summary", { children: "The same as a table" }), a("table", { children: [
				a("caption", {
					class: "visually-hidden",
					children: title
				}),
				a("thead", { children: a("tr", { children: [a("th", {
					scope: "col",
					children: props.kind === "histogram" ? props.name : props.placeName
				}), series.map(({ name }) => a("th", {
					scope: "col",
					class: "number",
					children: name
				}, name))] }) }),
				a("tbody", { children: places.map((place, at) => a("tr", { children: [a("th", {
					scope: "row",
					children: place
				}), series.map(({ name, values }) => a("td", {
					class: "number",
					children: typeof values[at] === "number" ? valueFigure(values[at]) : "–"
				}, name))] }, place)) })
			] })] })
		]
	});
}
function shownOf(props, figure) {
	if (props.kind !== "histogram") return props;
	const bins = new Map();
	for (const { from, count } of histogramBins(props.values)) {
		const place = `from ${figure(from)}`;
		bins.set(place, (bins.get(place) ?? 0) + count);
	}
	return {
		kind: "bars",
		places: [...bins.keys()],
		series: [{
			name: "Count",
			values: [...bins.values()]
		}]
	};
}
// src/console/ui/report/step-times.tsx
function StepTimes({ steps }) {
	const longest = steps.reduce((most, step) => most === void 0 || step.seconds > most.seconds ? step : most, void 0);
	return a(Panel, {
		id: "steps",
		title: "Steps",
		icon: "list-checks",
		count: steps.length,
		flush: true,
		children: [a("div", {
			class: "body",
			children: a(Plot, {
				id: "step-times",
				kind: "bars",
				title: "How long each step took",
				summary: longest === void 0 ? "No step ran." : `${longest.name} took longest, ${durationWords(longest.seconds)}.`,
				figure: durationWords,
				placeName: "Step",
				places: steps.map(({ name }) => name),
				series: [{
					name: "Took",
					values: steps.map(({ seconds }) => seconds)
				}]
			})
		}), a(DataTable, {
			label: "Steps",
			rows: steps,
			keyOf: ({ name }) => name,
			columns: [
				{
					title: "Step",
					names: true,
					cell: ({ name }) => name
				},
				{
					title: "Status",
					cell: ({ changed }) => a(StatusWord, { phase: changed ? "changed" : "unchanged" })
				},
				{
					title: "Took",
					figures: true,
					cell: ({ seconds }) => durationWords(seconds)
				},
				{
					title: "What it came to",
					cell: ({ line }) => a(HiddenCharacters, {
						text: line,
						most: 600
					})
				}
			]
		})]
	});
}
// src/console/ui/report/pipeline-report.tsx
function PipelineReport({ data, most }) {
	const { templates, images, agents, steps, findings, faults, bundle } = data;
	const files = templates.reduce((sum, template) => sum + template.files, 0);
	const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
	return a("main", {
		class: "main",
		id: "main",
		children: [
			a(ReportHead, {
				title: "Pipeline",
				beside: a(StatusWord, {
					phase: data.verdict,
					boxed: true
				}),
				lead: a("code", { children: a(HiddenCharacters, {
					text: data.root,
					most: 1e3
				}) }),
				writtenAt: data.writtenAt,
				parts: [
					["way", "The way"],
					["templates", "Templates"],
					["images", "Images"],
					["agents", "Agents"],
					["steps", "Steps"],
					["next", "Next"]
				]
			}),
			a("p", { children: data.verdict !== "clean" ? "A check found something: look at the findings, then run the pipeline again." : data.changed ? "Every copy was made from its source, and compared with it." : "Nothing changed: every copy was compared with its source, and equals it." }),
			faults.slice(0, most).map((fault) => a(FailureState, {
				...fault,
				stillTrue: "The other parts of the chain were done."
			}, fault.message)),
			a("div", {
				class: "grid counters",
				children: [
					a(Counter, {
						label: "Templates",
						value: templates.length,
						icon: "layers"
					}),
					a(Counter, {
						label: "Files",
						value: files,
						icon: "file"
					}),
					a(Counter, {
						label: "Images",
						value: images.length,
						icon: "package"
					}),
					a(Counter, {
						label: "Agents",
						value: agents.length,
						icon: "bot"
					}),
					a(Counter, {
						label: "Findings",
						value: findings.length,
						icon: findings.length === 0 ? "circle-check" : "triangle-alert",
						tone: findings.length === 0 ? "ok" : "bad"
					}),
					a(Counter, {
						label: "Took",
						value: durationWords(seconds),
						icon: "timer"
					})
				]
			}),
			findings.length > 0 && a(FindingList, {
				findings,
				most
			}),
			a(Panel, {
				id: "way",
				title: "The way from source to copy",
				icon: "network",
				children: a(Graph, {
					id: "way-graph",
					...pipelineGraph(data)
				})
			}),
			a(Panel, {
				id: "templates",
				title: "Templates",
				icon: "layers",
				count: templates.length,
				flush: true,
				children: a(DataTable, {
					label: "Templates",
					rows: templates.slice(0, most),
					keyOf: ({ name }) => name,
					columns: [
						{
							title: "Template",
							names: true,
							cell: ({ name }) => name
						},
						{
							title: "Source",
							cell: ({ source }) => a(HiddenCharacters, {
								text: source,
								most: 300
							})
						},
						{
							title: "Commit",
							cell: ({ commit }) => commit === void 0 ? "as it stands, not committed" : a(CommitChip, { commit })
						},
						{
							title: "Tree",
							cell: ({ treeDigest }) => a(DigestText, { digest: treeDigest })
						},
						{
							title: "Files",
							figures: true,
							cell: ({ files: count }) => count
						},
						{
							title: "Copy",
							cell: ({ path }) => a("code", { children: path })
						}
					]
				})
			}),
			a(ImagePanels, { images: images.slice(0, most) }),
			a(AgentTable, {
				agents: agents.slice(0, most),
				left: Math.max(0, agents.length - most)
			}),
			a(StepTimes, { steps }),
			a(Panel, {
				id: "next",
				title: "What is where, and what to do next",
				icon: "arrow-right",
				children: [a(FactsList, { facts: [
					["Images", images.map(({ reference }) => a("code", { children: reference }, reference))],
					["Config bundle", a("code", { children: bundle.path })],
					["Its digest", a(DigestText, { digest: bundle.digest })],
					["Rows in it", counted(bundle.rows, "row")]
				] }), a("ul", {
					class: "prose",
					children: [
						a("li", { children: [
							"Open an env directory, change a key in it, and run ",
							a("code", { children: "identikit reconcile" }),
							": it says what differs."
						] }),
						a("li", { children: "Change a file of a template, and run the pipeline again: the gate compares the image byte for byte." }),
						a("li", { children: [
							"Run ",
							a("code", { children: "identikit serve" }),
							" for the console, where agents are dispatched and approved."
						] })
					]
				})]
			}),
			a("p", {
				class: "small muted",
				children: "This page loads nothing, runs nothing and holds no value of a secret."
			})
		]
	});
}
// src/console/ui/report/run-artifacts.tsx
function RunArtifacts({ data, room }) {
	const parts = data.run.parts.filter(({ kind }) => kind !== "blob");
	const blobs = data.run.parts.length - parts.length;
	return a(Panel, {
		id: "artifacts",
		title: "Artifacts",
		icon: "archive",
		count: parts.length,
		flush: true,
		children: [a(DataTable, {
			label: "Artifacts",
			rows: parts.slice(0, room.entries),
			keyOf: ({ kind, name }) => `${kind} ${name}`,
			columns: [
				{
					title: "Artifact",
					names: true,
					cell: ({ name }) => a(HiddenCharacters, {
						text: name,
						most: 300
					})
				},
				{
					title: "Kind",
					cell: ({ kind }) => spacedWords(kind)
				},
				{
					title: "Type",
					cell: ({ mediaType }) => a(HiddenCharacters, {
						text: mediaType,
						most: 200
					})
				},
				{
					title: "Length",
					figures: true,
					cell: ({ bytes }) => byteWords(bytes)
				},
				{
					title: "Look at",
					cell: ({ truncated, suspectedSecrets = 0 }) => a($, { children: [truncated && a(Chip, {
						tone: "warn",
						children: "cut off"
					}), suspectedSecrets > 0 && a(Chip, {
						tone: "bad",
						icon: "key-round",
						children: counted(suspectedSecrets, "suspected credential")
					})] })
				},
				{
					title: "Digest",
					cell: ({ digest }) => a(DigestText, { digest })
				}
			]
		}), a("p", {
			class: "more",
			children: [blobs > 0 && `${counted(blobs, "file")} of the patch are in the bundle by their digests. `, parts.length > room.entries && `${parts.length - room.entries} more artifacts are in the bundle.`]
		})]
	});
}
// src/console/ui/components/code/code-block.tsx
function CodeBlock({ text, numbered = false, most = 2e3 }) {
	const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
	const shown = lines.slice(0, most);
	return a("pre", {
		class: numbered ? "code numbered" : "code",
		children: [numbered ? a("code", { children: shown.map((line) => a("span", {
			class: "line",
			children: a(HiddenCharacters, {
				text: line,
				most: 4e3
			})
		})) }) : a("code", { children: a(HiddenCharacters, { text: shown.join("\n") }) }), shown.length < lines.length && a("span", {
			class: "muted",
			children: `\n… and ${lines.length - shown.length} more lines`
		})]
	});
}
// src/console/ui/components/code/tree-changes.tsx
function TreeChanges({ changes, most = 500 }) {
	return a($, { children: [a("ul", {
		class: "changes",
		children: changes.slice(0, most).map((change) => a("li", { children: [
			a(ToneWord, { ...lookOf$1(change) }),
			a("span", {
				class: "path",
				children: a(HiddenCharacters, {
					text: change.path,
					most: 1e3
				})
			}),
			a("span", {
				class: "small muted",
				children: [sizeWords(change), modeWords(change)]
			}),
			change.after && a(DigestText, { digest: change.after.digest })
		] }, change.path))
	}), changes.length > most && a("p", {
		class: "more",
		children: [changes.length - most, " more files are not shown."]
	})] });
}
function lookOf$1({ before, after }) {
	if (after === void 0) return {
		tone: "bad",
		icon: "file-minus",
		word: "removed"
	};
	if (before === void 0) return {
		tone: "ok",
		icon: "file-plus",
		word: "added"
	};
	return {
		tone: "busy",
		icon: "file-pen",
		word: "changed"
	};
}
function sizeWords({ before, after }) {
	if (after === void 0) return before ? byteWords(before.bytes) : "";
	return before ? `${byteWords(before.bytes)} → ${byteWords(after.bytes)}` : byteWords(after.bytes);
}
function modeWords({ before, after }) {
	return before && after && before.mode !== after.mode ? `, mode ${before.mode} → ${after.mode}` : "";
}
// src/console/ui/components/workspace/git-facts.tsx
const rebaseLooks = {
	none: {
		tone: "idle",
		icon: "check",
		word: "Not needed"
	},
	needed: {
		tone: "warn",
		icon: "git-branch",
		word: "Needed"
	},
	running: {
		tone: "busy",
		icon: "loader",
		word: "Under way"
	},
	conflicts: {
		tone: "bad",
		icon: "git-merge",
		word: "Conflicts"
	},
	aborted: {
		tone: "idle",
		icon: "circle-slash",
		word: "Aborted"
	},
	done: {
		tone: "ok",
		icon: "circle-check",
		word: "Done"
	}
};
function GitFacts({ git, now }) {
	const { branch, head, upstream, ahead = 0, behind = 0, dirty, uncommitted = 0, conflicts = [] } = git;
	if (git.missing) return a(ToneWord, {
		tone: "bad",
		icon: "folder",
		word: "Its path is gone"
	});
	return a(FactsList, { facts: [
		["Branch", branch === void 0 ? "detached" : a(BranchName, { name: branch })],
		["Head", head && a(DigestText, { digest: head })],
		["Upstream", upstream && a(BranchName, { name: upstream })],
		["Compared", upstream && a($, { children: [a("span", { children: [
			a(Icon, { name: "arrow-up" }),
			" ",
			ahead,
			" ahead"
		] }), a("span", { children: [
			a(Icon, { name: "arrow-down" }),
			" ",
			behind,
			" behind"
		] })] })],
		["Files", dirty === void 0 ? void 0 : dirty ? a(ToneWord, {
			tone: "warn",
			icon: "file-pen",
			word: `${counted(uncommitted, "file")} not committed`
		}) : a(ToneWord, {
			tone: "ok",
			icon: "check",
			word: "As committed"
		})],
		["Rebase", git.rebase && a(ToneWord, { ...rebaseLooks[git.rebase] })],
		["Conflicts", conflicts.length > 0 && a(ConflictList, { paths: conflicts })],
		["Last activity", git.lastActivity && a(Time, {
			at: git.lastActivity,
			now
		})],
		["Editor", git.editorLink && /^vscode:\/\/file\//.test(git.editorLink) && a("a", {
			href: git.editorLink,
			children: "Open in an editor on this machine"
		})]
	] });
}
function BranchName({ name }) {
	return a(Chip, {
		icon: "git-branch",
		children: a(HiddenCharacters, {
			text: name,
			most: 200
		})
	});
}
function ConflictList({ paths }) {
	return a("ul", { children: [paths.slice(0, 50).map((path) => a("li", { children: a("code", { children: a(HiddenCharacters, {
		text: path,
		most: 1e3
	}) }) }, path)), paths.length > 50 && a("li", {
		class: "muted",
		children: [
			"and ",
			paths.length - 50,
			" more"
		]
	})] });
}
// src/console/ui/report/run-changes.tsx
function RunChanges({ data, room }) {
	const { run, changes, differences } = data;
	const { workspace } = run;
	let lines = room.lines;
	const shown = differences.files.slice(0, room.entries).filter((file) => {
		lines -= file.lines.length + (file.text?.split("\n").length ?? 0);
		return lines > 0;
	});
	const more = differences.files.length - shown.length + differences.more;
	return a(Panel, {
		id: "changes",
		title: "Changes",
		icon: "file-diff",
		count: changes.length,
		children: [
			changes.length === 0 ? a(EmptyState, {
				title: "No file changed",
				icon: "file",
				children: "The attempt left the files of its workspace as they were."
			}) : a(TreeChanges, {
				changes,
				most: room.entries
			}),
			a(FactsList, { facts: [
				["Patch", run.patch && a(DigestText, { digest: run.patch })],
				["Changes the commit", run.base && a(DigestText, { digest: run.base })],
				["Workspace", workspace?.name],
				["Its git store", workspace && (workspace.storeIntact ? a(ToneWord, {
					tone: "ok",
					icon: "check",
					word: "Untouched"
				}) : a(ToneWord, {
					tone: "bad",
					icon: "triangle-alert",
					word: "Touched by the agent"
				}))]
			] }),
			workspace && a(GitFacts, {
				git: {
					...workspace.git,
					editorLink: void 0
				},
				now: run.finishedAt
			}),
			workspace?.refused.slice(0, room.entries).map((line) => a("p", {
				class: "any-text",
				children: ["Refused: ", a(HiddenCharacters, {
					text: line,
					most: room.text
				})]
			}, line)),
			shown.map((file) => a(ChangedFile, {
				file,
				room
			}, file.path)),
			more > 0 && a("p", {
				class: "more",
				children: [
					"What changed in ",
					more,
					" more files is in the run bundle."
				]
			})
		]
	});
}
function ChangedFile({ file, room }) {
	const { path, lines, note, text } = file;
	const name = a("code", { children: a(HiddenCharacters, {
		text: path,
		most: 1e3
	}) });
	return a($, { children: [
		note !== void 0 && a("p", {
			class: "more",
			children: [
				name,
				": ",
				note
			]
		}),
		lines.length > 0 && a(TextDiff, {
			text: lines.join("\n"),
			name: path,
			most: room.lines
		}),
		text !== void 0 && a("details", { children: [a("summary", { children: [name, " as it is now"] }), a(CodeBlock, {
			text,
			numbered: true,
			most: room.lines
		})] })
	] });
}
// src/console/ui/components/run/subagent-lanes.tsx
function SubagentLanes({ lanes, startedAt, until }) {
	const whole = Math.max(1, secondsBetween(startedAt, until) ?? 1);
	return a("ul", {
		class: "lanes",
		children: lanes.map((lane) => {
			const from = secondsBetween(startedAt, lane.startedAt) ?? 0;
			const to = Math.min(whole, secondsBetween(startedAt, lane.finishedAt ?? until) ?? whole);
			const name = lane.name ?? "Agent";
			return a("li", {
				class: `lane tone-${lane.tone}`,
				children: [
					a("span", {
						class: "row any-text",
						children: [a(Icon, { name: lane.name === void 0 ? "user" : "bot" }), a(HiddenCharacters, {
							text: name,
							most: 80
						})]
					}),
					a("svg", {
						viewBox: "0 0 1000 10",
						preserveAspectRatio: "none",
						"aria-hidden": "true",
						children: a("rect", {
							x: round(from / whole * 1e3),
							width: Math.max(4, round((to - from) / whole * 1e3)),
							height: "10"
						})
					}),
					a("span", {
						class: "small muted",
						children: [
							durationWords(Math.max(0, to - from)),
							", ",
							counted(lane.events, "event")
						]
					})
				]
			}, name);
		})
	});
}
function round(value) {
	return Math.round(value * 10) / 10;
}
// src/console/ui/components/text/ansi-text.tsx
function AnsiText({ text, most = 2e4 }) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	return a("pre", {
		class: "terminal",
		children: [ansiPieces(cut.replaceAll("\r\n", "\n")).map((piece) => piece.classes.length === 0 ? a(HiddenCharacters, { text: piece.text }) : a("span", {
			class: piece.classes.join(" "),
			children: a(HiddenCharacters, { text: piece.text })
		})), cut.length < text.length && a("span", {
			class: "muted",
			children: `\n… and ${text.length - cut.length} more characters`
		})]
	});
}
// src/console/ui/components/text/markdown.tsx
function Markdown({ text, most = 6e4 }) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	return a("div", {
		class: "prose",
		children: [a(Blocks, { blocks: markdownBlocks(cut) }), cut.length < text.length && a("p", {
			class: "muted",
			children: [
				"… and ",
				text.length - cut.length,
				" more characters"
			]
		})]
	});
}
function Blocks({ blocks }) {
	return a($, { children: blocks.map((block) => a(Block, { block })) });
}
function Block({ block }) {
	switch (block.kind) {
		case "paragraph": return a("p", { children: a(Spans, { spans: block.spans }) });
		case "heading": return a("p", {
			class: "heading",
			children: a(Spans, { spans: block.spans })
		});
		case "code": return a(CodeBlock, { text: block.text });
		case "quote": return a("blockquote", { children: a(Blocks, { blocks: block.blocks }) });
		case "list": {
			const items = block.items.map((item) => a("li", { children: a(Blocks, { blocks: item }) }));
			return block.ordered ? a("ol", {
				start: block.start,
				children: items
			}) : a("ul", { children: items });
		}
		case "table": return a(TableBlock, { block });
		case "rule": return a("hr", {});
	}
}
function TableBlock({ block: { head, rows } }) {
	return a("table", { children: [a("thead", { children: a("tr", { children: head.map((cell) => a("th", {
		scope: "col",
		children: a(Spans, { spans: cell })
	})) }) }), a("tbody", { children: rows.map((row) => a("tr", { children: row.map((cell) => a("td", { children: a(Spans, { spans: cell }) })) })) })] });
}
function Spans({ spans }) {
	return a($, { children: spans.map((span) => a(Span, { span })) });
}
function Span({ span }) {
	switch (span.kind) {
		case "text": return a(HiddenCharacters, { text: span.text });
		case "code": return a("code", { children: a(HiddenCharacters, { text: span.text }) });
		case "strong": return a("strong", { children: a(Spans, { spans: span.spans }) });
		case "emphasis": return a("em", { children: a(Spans, { spans: span.spans }) });
		case "struck": return a("s", { children: a(Spans, { spans: span.spans }) });
		case "link": return a($, { children: [
			a("a", {
				href: span.href,
				rel: "noopener noreferrer nofollow ugc",
				children: a(Spans, { spans: span.spans })
			}),
			" ",
			a("span", {
				class: "host",
				children: [
					"(",
					span.host,
					")"
				]
			})
		] });
	}
}
// src/console/ui/components/run/timeline.tsx
function Timeline(props) {
	const { events, startedAt, before = 0, after = 0, leftOutWords = "", open = [], most } = props;
	return a("ol", {
		class: "timeline",
		children: [
			before > 0 && a(LeftOut, {
				count: before,
				words: leftOutWords
			}),
			events.map((event) => a(TimelineRow, {
				event,
				startedAt,
				open: open.includes(event.seq),
				most
			}, event.seq)),
			after > 0 && a(LeftOut, {
				count: after,
				words: leftOutWords
			})
		]
	});
}
function LeftOut({ count, words }) {
	return a("li", {
		class: "gap",
		children: [
			countWords(count),
			" ",
			count === 1 ? "event is" : "events are",
			" not shown here. ",
			words
		]
	});
}
function TimelineRow({ event, startedAt, open = false, most }) {
	return a("li", { children: hasMore(event) ? a("details", {
		open,
		children: [a("summary", {
			class: "event",
			children: a(EventLine, {
				event,
				startedAt,
				opens: true
			})
		}), a("div", {
			class: "whole-event",
			children: a(WholeEvent, {
				event,
				most
			})
		})]
	}) : a("div", {
		class: "event",
		children: a(EventLine, {
			event,
			startedAt
		})
	}) });
}
function EventLine({ event, startedAt, opens = false }) {
	const { icon, word } = eventLooks[event.type];
	const tone = eventTone(event);
	const passed = secondsBetween(startedAt, event.time);
	return a($, { children: [
		a("span", {
			class: "at",
			children: passed === void 0 ? `#${event.seq}` : durationWords(passed)
		}),
		a("span", {
			class: "kind",
			children: [a(Icon, { name: icon }), a("span", {
				class: "word",
				children: word
			})]
		}),
		a("span", {
			class: "what",
			children: [
				event.lane !== void 0 && a(Chip, {
					icon: "bot",
					children: a(HiddenCharacters, {
						text: event.lane,
						most: 60
					})
				}),
				event.type === "message" && speakerOf(event).from !== "agent" && a(Chip, { children: speakerOf(event).from }),
				a("span", {
					class: "first-line",
					children: a(HiddenCharacters, {
						text: eventSentence(event),
						most: 300
					})
				})
			]
		}),
		a("span", {
			class: "end",
			children: [
				tone !== void 0 && tone !== "ok" && a(ToneWord, {
					tone,
					icon: statusMark(event.status ?? "").icon,
					word: event.status ?? ""
				}),
				event.truncated && a(Chip, {
					tone: "warn",
					children: "cut off"
				}),
				opens && a(Icon, {
					name: "chevron-right",
					class: "open"
				})
			]
		})
	] });
}
function WholeEvent({ event: { type, text = "", data = {} }, most = 2e4 }) {
	const facts = shownData(data);
	return a($, { children: [text !== "" && (type === "message" ? a(Markdown, {
		text,
		most
	}) : a(AnsiText, {
		text,
		most
	})), Object.keys(facts).length > 0 && a(CodeBlock, {
		text: JSON.stringify(facts, null, 2).slice(0, most),
		most: 200
	})] });
}
// src/console/ui/report/run-history.tsx
function RunHistory({ data, room }) {
	const { run, events } = data;
	const telling = events.filter(({ type }) => type !== "heartbeat");
	const first = telling.slice(0, Math.ceil(room.events / 3));
	const last = telling.slice(Math.max(first.length, telling.length - Math.floor(room.events * 2 / 3)));
	const between = telling.length - first.length - last.length;
	const beats = events.length - telling.length;
	const lanes = lanesOf(telling, run.startedAt, run.finishedAt).slice(0, room.entries);
	return a($, { children: [lanes.length > 1 && a(Panel, {
		id: "lanes",
		title: "Who worked when",
		icon: "bot",
		count: lanes.length,
		children: a(SubagentLanes, {
			lanes,
			startedAt: run.startedAt,
			until: run.finishedAt
		})
	}), a(Panel, {
		id: "timeline",
		title: "Timeline",
		icon: "activity",
		count: countWords(events.length),
		flush: true,
		children: telling.length === 0 ? a(EmptyState, {
			title: "Nothing happened",
			icon: "activity",
			children: "The attempt ended before its client said anything."
		}) : a($, { children: [
			a(Timeline, {
				events: first,
				startedAt: run.startedAt,
				after: between,
				leftOutWords: "The run bundle has them.",
				most: room.text
			}),
			last.length > 0 && a(Timeline, {
				events: last,
				startedAt: run.startedAt,
				most: room.text
			}),
			a("p", {
				class: "more",
				children: [
					"Times are from the start.",
					beats > 0 && ` ${counted(beats, "heartbeat")} left out.`,
					data.eventsTruncated && " The end of the events was cut off when they were written."
				]
			})
		] })
	})] });
}
function lanesOf(events, startedAt, finishedAt) {
	return [...Map.groupBy(events, ({ lane }) => lane)].map(([name, ones]) => {
		const end = ones.findLast(({ type, status }) => type === "subagent" && status !== "started");
		const failed = end?.status === "failed" || end?.status === "denied";
		return {
			...name === void 0 ? {} : { name },
			startedAt: (name === void 0 ? startedAt : ones[0]?.time) ?? startedAt,
			finishedAt: (name === void 0 ? finishedAt : ones.at(-1)?.time) ?? finishedAt,
			events: ones.length,
			tone: failed ? "bad" : "ok"
		};
	});
}
// src/console/ui/components/text/web-link.tsx
function WebLink({ href, children }) {
	const address = safeWebAddress(href);
	if (address === void 0) return a($, { children: children ?? a(HiddenCharacters, { text: href }) });
	return a("a", {
		href: address.href,
		rel: "noopener noreferrer",
		children: children ?? a(HiddenCharacters, { text: href })
	});
}
// src/console/ui/report/run-reasons.tsx
function RunReasons({ data, room }) {
	const { run, ticket } = data;
	return a($, { children: [a(Panel, {
		id: "reasons",
		title: "Who and what",
		icon: "user",
		children: a(FactsList, { facts: [
			["Repository", run.repository],
			["Works on", a(RefChips, { refs: ticket.sourceRefs })],
			["Task", ticket.taskKind],
			["Stack", `${ticket.stack.name}, generation ${ticket.stack.generation}`],
			["Stack as launched", a(DigestText, { digest: ticket.stack.digest })],
			["Runs as", ticket.serviceAccount],
			["Attempt", run.attempt],
			["Follows", ticket.again && `${ticket.again.previous} (${ticket.again.reason})`],
			["Machine", a(HiddenCharacters, {
				text: `${run.runner.name}, pool ${run.runner.pool}`,
				most: 400
			})],
			["CI run", run.runner.ciRun && a(WebLink, { href: run.runner.ciRun })],
			["Started", a(Time, { at: run.startedAt })],
			["Ended", a(Time, { at: run.finishedAt })],
			["Exit code", run.outcome.exitCode],
			["Client", `${run.client.adapter} ${run.client.version ?? ""}`],
			["Session", run.client.sessionId && a(HiddenCharacters, {
				text: run.client.sessionId,
				most: 200
			})]
		] })
	}), a(Panel, {
		id: "allowed",
		title: "Why it was allowed",
		icon: "shield-check",
		aside: a(TrustChip, { tier: ticket.trustTier }),
		children: [
			a(FactsList, { facts: [
				["Decision", a(DigestText, { digest: ticket.permission })],
				["Ticket", a(DigestText, { digest: run.ticket.digest })],
				["Written by", a(HiddenCharacters, {
					text: ticket.iss,
					most: 400
				})],
				["Valid", a(TicketTimes, { data })],
				["Budget", budgetWords(data)],
				["Isolation", `${run.isolation.kind}, network ${run.isolation.network}`],
				["Image", run.isolation.image && a("code", { children: run.isolation.image })],
				["Own identity", a(IdentityWords, {
					data,
					room
				})],
				["Context", a(DigestText, { digest: ticket.context.digest })],
				["Prompt", `${ticket.context.bundle}, ${byteWords(ticket.context.bytes)}`],
				["Configs", ticket.configs.slice(0, room.entries).join(", ")],
				["Not given", ticket.leftOut.slice(0, room.entries).join("; ")]
			] }),
			a(SecretNames, {
				data,
				room
			}),
			a(MayWriteBack, {
				data,
				room
			})
		]
	})] });
}
function TicketTimes({ data: { ticket } }) {
	return a($, { children: [
		a(Time, { at: new Date(ticket.iat * 1e3).toISOString() }),
		" to",
		" ",
		a(Time, { at: new Date(ticket.exp * 1e3).toISOString() })
	] });
}
function budgetWords({ ticket: { budget } }) {
	const { time, turns, tokens, cost } = budget;
	const parts = [
		time,
		turns === void 0 ? void 0 : `${turns} turns`,
		tokens === void 0 ? void 0 : `${tokens} tokens`,
		cost === void 0 ? void 0 : moneyWords(cost)
	].filter((part) => part !== void 0);
	return parts.length === 0 ? "no limit of its own" : parts.join(", ");
}
function IdentityWords({ data: { run }, room }) {
	const { digest, unchanged, findings } = run.identity;
	return a($, { children: [
		unchanged ? a(ToneWord, {
			tone: "ok",
			icon: "check",
			word: "As it was rendered"
		}) : a(ToneWord, {
			tone: "bad",
			icon: "triangle-alert",
			word: "Changed by the agent"
		}),
		a(DigestText, { digest }),
		findings.slice(0, room.entries).map((finding) => a("p", {
			class: "any-text",
			children: a(HiddenCharacters, {
				text: finding,
				most: room.text
			})
		}, finding))
	] });
}
function SecretNames({ data: { ticket }, room }) {
	if (ticket.secrets.length === 0) return a("p", {
		class: "muted",
		children: "It was given no secret."
	});
	return a(DataTable, {
		label: "Secrets by name",
		rows: ticket.secrets.slice(0, room.entries),
		keyOf: ({ name }) => name,
		columns: [{
			title: "Secret",
			names: true,
			cell: ({ name }) => name
		}, {
			title: "How the agent gets it",
			cell: ({ mountPolicy, proxyHost }) => mountPolicy === "proxy" ? `never: a proxy adds it for ${proxyHost}` : `as ${mountPolicy === "env" ? "a variable" : "a file"}`
		}]
	});
}
function MayWriteBack({ data: { ticket }, room }) {
	if (ticket.writeBack.length === 0) return a("p", {
		class: "muted",
		children: "It may write nothing back."
	});
	return a(DataTable, {
		label: "What it may write back",
		rows: ticket.writeBack.slice(0, room.entries),
		keyOf: ({ action }) => action,
		columns: [
			{
				title: "May write back",
				names: true,
				cell: ({ action }) => spacedWords(action)
			},
			{
				title: "How often",
				figures: true,
				cell: ({ limit }) => limit
			},
			{
				title: "Approval",
				cell: ({ approval, needed = 1 }) => approval === "never" ? a(Chip, {
					tone: "warn",
					children: "never asked"
				}) : `${needed} needed`
			},
			{
				title: "Paths",
				cell: ({ paths = [] }) => paths.slice(0, 20).join(", ") || "all"
			}
		]
	});
}
// src/console/ui/report/run-requests.tsx
function RunRequests({ requests, room }) {
	return a(Panel, {
		id: "requests",
		title: "Asked for",
		icon: "inbox",
		count: requests.length,
		children: [
			requests.length === 0 ? a(EmptyState, {
				title: "It asked for nothing",
				children: "Nothing is to be written back for this attempt."
			}) : a("p", {
				class: "muted",
				children: "Nothing of this was done yet: each is checked against the policy and, where that says so, approved by a person."
			}),
			requests.slice(0, room.entries).map((request, at) => a("article", {
				class: "card",
				"aria-label": `Request ${at + 1}`,
				children: [a("p", {
					class: "row",
					children: [
						a(Chip, {
							icon: "inbox",
							children: spacedWords(request.type)
						}),
						"number" in request && request.number !== void 0 && a("span", { children: ["#", request.number] }),
						"title" in request && request.title !== void 0 && a("span", {
							class: "strong any-text",
							children: a(HiddenCharacters, {
								text: request.title,
								most: 300
							})
						})
					]
				}), "body" in request && request.body !== void 0 ? a(Markdown, {
					text: request.body,
					most: room.text
				}) : a(CodeBlock, {
					text: JSON.stringify(request, null, 2).slice(0, room.text),
					most: 60
				})]
			})),
			requests.length > room.entries && a("p", {
				class: "more",
				children: [requests.length - room.entries, " more are in the bundle."]
			})
		]
	});
}
// src/console/ui/report/run-report.tsx
function RunReport({ data, room }) {
	const { run, ticket, writtenAt, requests } = data;
	const seconds = secondsBetween(run.startedAt, run.finishedAt) ?? 0;
	return a("main", {
		class: "main",
		id: "main",
		children: [
			a(ReportHead, {
				title: run.run,
				beside: a(StatusWord, {
					phase: run.outcome.phase,
					kind: "AgentDispatchRun",
					boxed: true
				}),
				lead: a("span", { children: [
					ticket.stack.name,
					" · ",
					ticket.taskKind,
					" · ",
					run.repository,
					" · ",
					run.attempt
				] }),
				writtenAt,
				parts: [
					["reasons", "Who and why"],
					["timeline", "Timeline"],
					["requests", "Asked for"],
					["changes", "Changes"],
					["artifacts", "Artifacts"]
				]
			}),
			a(Notice, { ...nextOfRun(data) }),
			a("div", {
				class: "grid counters",
				children: [
					a(Counter, {
						label: "Took",
						value: durationWords(seconds),
						icon: "timer"
					}),
					a(Counter, {
						label: "Cost",
						value: moneyWords(run.usage.cost),
						icon: "dollar-sign"
					}),
					a(Counter, {
						label: "Tokens",
						value: run.usage.tokens,
						icon: "gauge"
					}),
					a(Counter, {
						label: "Turns",
						value: run.usage.turns,
						icon: "rotate-ccw"
					}),
					a(Counter, {
						label: "Files changed",
						value: data.changes.length,
						icon: "file-diff"
					}),
					a(Counter, {
						label: "Asked for",
						value: requests.length,
						icon: "inbox"
					})
				]
			}),
			a(RunReasons, {
				data,
				room
			}),
			a(RunHistory, {
				data,
				room
			}),
			a(RunRequests, {
				requests,
				room
			}),
			a(RunChanges, {
				data,
				room
			}),
			a(RunArtifacts, {
				data,
				room
			}),
			a("p", {
				class: "small muted",
				children: [
					"This page loads nothing, runs nothing and holds no value of a secret. The run bundle has all of it, in",
					" ",
					counted(run.parts.length, "part"),
					"."
				]
			})
		]
	});
}
// src/console/ui/components/shell/breadcrumbs.tsx
function Breadcrumbs({ crumbs }) {
	return a("nav", {
		class: "breadcrumbs",
		"aria-label": "Breadcrumbs",
		children: a("ol", { children: crumbs.map(({ word, href }, at) => a("li", { children: [at > 0 && a(Icon, { name: "chevron-right" }), href === void 0 ? a("span", {
			class: "any-text",
			"aria-current": at === crumbs.length - 1 ? "page" : void 0,
			children: a(HiddenCharacters, {
				text: word,
				most: 200
			})
		}) : a("a", {
			class: "any-text",
			href,
			children: a(HiddenCharacters, {
				text: word,
				most: 200
			})
		})] }, `${at} ${word}`)) })
	});
}
// src/console/ui/components/shell/side-navigation.tsx
function SideNavigation({ groups, current }) {
	return a("nav", {
		class: "side",
		"aria-label": "Pages",
		children: a("div", { children: groups.map(({ title, links }) => a("div", { children: [title && a("h2", { children: title }), a("ul", { children: links.map(({ word, href, icon, count = 0 }) => a("li", { children: a("a", {
			href,
			"aria-current": href === current ? "page" : void 0,
			children: [
				a(Icon, { name: icon }),
				word,
				count > 0 && a("span", {
					class: "count",
					children: countWords(count)
				})
			]
		}) }, href)) })] }, title)) })
	});
}
// src/console/ui/components/shell/top-bar.tsx
function TopBar(props) {
	const { home, organization, organizations, searchAction, query, pills = [], viewer } = props;
	return a("header", {
		class: "top-bar",
		children: [
			a("a", {
				class: "brand",
				href: home,
				children: [a(Icon, { name: "layers" }), "Identikit"]
			}),
			organization !== void 0 && a(LinkMenu, {
				label: "Organisation",
				word: organization,
				links: organizations
			}),
			searchAction !== void 0 && a("form", {
				action: searchAction,
				method: "get",
				children: a("input", {
					type: "search",
					name: "q",
					value: query,
					placeholder: "Search",
					"aria-label": "Search"
				})
			}),
			a("div", {
				class: "pills",
				children: [pills.map((pill) => a(PillWord, { ...pill }, pill.isTold ? "told" : pill.word)), viewer && a(LinkMenu, {
					label: "Account",
					word: viewer.name,
					links: viewer.links,
					atEnd: true,
					children: viewer.csrf !== void 0 && a(SignOut, { csrf: viewer.csrf })
				})]
			})
		]
	});
}
function PillWord({ href, isTold, state, ...word }) {
	const shown = a(ToneWord, {
		...word,
		boxed: true
	});
	if (isTold) return a("span", {
		role: "status",
		"data-state": state,
		children: shown
	});
	return href === void 0 ? shown : a("a", {
		href,
		children: shown
	});
}
function SignOut({ csrf }) {
	return a("li", { children: a("form", {
		method: "post",
		action: "/logout",
		children: [a("input", {
			type: "hidden",
			name: "csrf",
			value: csrf
		}), a("button", {
			type: "submit",
			children: "Sign out"
		})]
	}) });
}
function LinkMenu({ label, word, links, atEnd = false, children }) {
	return a("details", {
		class: "menu",
		children: [a("summary", { children: [
			a("span", {
				class: "visually-hidden",
				children: [label, ": "]
			}),
			word,
			a(Icon, { name: "chevron-down" })
		] }), a("ul", {
			class: atEnd ? "end" : void 0,
			children: [links.map((link) => a("li", { children: a("a", {
				href: link.href,
				"aria-current": link.word === word ? "true" : void 0,
				children: [link.word, link.word === word && a(Icon, { name: "check" })]
			}) }, link.href)), children]
		})]
	});
}
// src/console/ui/components/shell/page-shell.tsx
function PageShell({ top, side, crumbs = [], stale, children }) {
	return a("div", {
		class: "shell",
		children: [
			a("a", {
				class: "skip-link",
				href: "#main",
				children: "Skip to the content"
			}),
			a(TopBar, { ...top }),
			side && a(SideNavigation, { ...side }),
			a("main", {
				class: classes("main", stale && "stale"),
				id: "main",
				tabIndex: -1,
				children: [crumbs.length > 0 && a(Breadcrumbs, { crumbs }), children]
			})
		]
	});
}
// src/console/ui/shell.tsx
function Shell({ frame, live, children }) {
	const { organization, organizations, crumbs, title, viewer } = frame;
	const to = (...parts) => addressOf(organization, ...parts);
	return a(PageShell, {
		top: {
			home: to("agents"),
			organization,
			organizations: organizations.map((word) => ({
				word,
				href: addressOf(word, "agents")
			})),
			searchAction: to("agents", "search"),
			pills: [...counterPills(frame), ...livePills(live)],
			viewer: {
				name: viewer,
				links: [{
					word: "Go to… (Ctrl K)",
					href: to("agents", "palette")
				}, {
					word: "Drafts",
					href: to("agents", "drafts")
				}],
				csrf: frame.csrf
			}
		},
		side: navigation(frame),
		stale: "since" in live,
		crumbs: [...crumbs, { word: title }],
		children: [frame.notice !== void 0 && a("p", {
			class: "notice tone-ok",
			role: "status",
			children: [
				frame.notice,
				" ",
				frame.noticeHref !== void 0 && a("a", {
					href: frame.noticeHref,
					children: frame.noticeHref
				})
			]
		}), children]
	});
}
function counterPills({ organization, counters: { running, queued, approvals } }) {
	const runs = addressOf(organization, "agents", "runs");
	return [
		...running === void 0 ? [] : [{
			word: `${running} running`,
			icon: "activity",
			tone: "busy",
			href: `${runs}?phase=Running`
		}],
		...queued === void 0 ? [] : [{
			word: `${queued} queued`,
			icon: "clock",
			tone: "idle",
			href: `${runs}?phase=Queued`
		}],
		...approvals === void 0 || approvals === 0 ? [] : [{
			word: `${approvals} to decide`,
			icon: "inbox",
			tone: "wait",
			href: addressOf(organization, "agents", "approvals")
		}]
	];
}
function livePills(live) {
	if (live.state === "still") return [];
	if (!("since" in live)) return [{
		word: "Live",
		icon: "activity",
		tone: "ok",
		isTold: true
	}];
	const since = `Stale since ${live.since.slice(11, 19)} UTC`;
	return [{
		word: live.state === "StreamReconnecting" ? `${since}, reconnecting` : since,
		icon: "wifi-off",
		tone: "warn",
		isTold: true,
		state: live.state
	}];
}
// src/console/ui/app.tsx
function App({ data, view: Content, live }) {
	const content = w(() => a(Content, { ...data }), [Content, data]);
	return a(Shell, {
		frame: data.frame,
		live,
		children: content
	});
}
// src/console/ui/form/fault-notice.tsx
function FaultNotice({ fault: { code, message, remedy, reasons } }) {
	return a("div", {
		role: "alert",
		children: a(FailureState, {
			code,
			message,
			reasons,
			stillTrue: "Nothing was changed. What you typed is still in the form.",
			remedy: remedy ?? "Change what it names, and send the form again."
		})
	});
}
// src/console/ui/object/yaml-panel.tsx
function YamlPanel({ yaml, command }) {
	return a("section", {
		class: "panel",
		"aria-labelledby": "yaml",
		children: [
			a("header", { children: [a("h2", {
				id: "yaml",
				children: "YAML"
			}), a("div", {
				class: "row",
				children: [a(CopyButton, {
					text: yaml,
					what: "the YAML",
					word: "Copy YAML"
				}), command !== void 0 && a(CopyButton, {
					text: command,
					what: "the command",
					word: "Copy kubectl apply"
				})]
			})] }),
			a("pre", {
				class: "code",
				tabIndex: 0,
				children: a("code", { children: shownText(yaml) })
			}),
			command !== void 0 && a("details", { children: [
				a("summary", { children: "As a command: kubectl apply" }),
				a("label", {
					for: "apply-command",
					children: "A command for a shell"
				}),
				a("textarea", {
					id: "apply-command",
					class: "code",
					readOnly: true,
					rows: 8,
					children: command
				})
			] })
		]
	});
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
// src/console/ui/review/difference-lines.tsx
const words$1 = {
	"+": "added",
	"-": "removed",
	"@": "place"
};
function DifferenceLines({ lines }) {
	if (lines.length === 0) return a("p", { children: "Nothing differs." });
	return a("pre", {
		class: "code diff",
		tabIndex: 0,
		children: a("code", { children: lines.map((line, at) => {
			const kind = wordOf(line);
			const text = `${shownText(line)}\n`;
			return kind === "added" ? a("ins", { children: text }, at) : kind === "removed" ? a("del", { children: text }, at) : a("span", { children: text }, at);
		}) })
	});
}
function wordOf(line) {
	const [sign = ""] = line;
	return sign === "+" || sign === "-" || sign === "@" ? words$1[sign] : "same";
}
// src/console/ui/review/conflict-panel.tsx
function ConflictPanel({ conflict, action, children }) {
	const { theirs, mine, taken, contested } = conflict;
	return a("section", {
		class: "panel notice tone-warn",
		"aria-labelledby": "conflict",
		children: [
			a("h2", {
				id: "conflict",
				children: "Somebody else has changed it"
			}),
			a("h3", { children: "Their change" }),
			a(DifferenceLines, { lines: theirs }),
			a("h3", { children: "Your change" }),
			a(DifferenceLines, { lines: mine }),
			contested.length > 0 && a(DataTable, {
				label: "Fields that both of you changed",
				rows: contested,
				keyOf: ({ path }) => path,
				columns: [
					{
						title: "Field",
						names: true,
						cell: ({ path }) => shownText(path)
					},
					{
						title: "Before",
						cell: ({ base }) => shownText(base)
					},
					{
						title: "Theirs",
						cell: ({ theirs: they }) => shownText(they)
					},
					{
						title: "Yours",
						cell: ({ mine: me }) => shownText(me)
					}
				]
			}),
			a("form", {
				method: "post",
				action,
				"aria-label": "Settle the conflict",
				children: [
					children,
					a("div", {
						class: "actions",
						children: [
							a("button", {
								class: "action first",
								type: "submit",
								name: "resolve",
								value: "both",
								children: "Keep both"
							}),
							a("button", {
								class: "action",
								type: "submit",
								name: "resolve",
								value: "mine",
								children: "Replace theirs with mine"
							}),
							a("button", {
								class: "action danger",
								type: "submit",
								name: "resolve",
								value: "theirs",
								children: "Discard mine"
							})
						]
					}),
					a("p", { children: [
						taken.length === 0 ? "They changed nothing that you did not." : `Keep both takes over: ${taken.map(shownText).join(", ")}.`,
						" ",
						contested.length > 0 && "Where both changed a field, yours stays. You see the result before it is applied."
					] })
				]
			})
		]
	});
}
// src/console/ui/review/impact-panel.tsx
function ImpactPanel({ impact }) {
	const { rights, others, touches, rehearsal } = impact;
	return a("section", {
		class: "panel",
		"aria-labelledby": "impact",
		children: [
			a("h2", {
				id: "impact",
				children: "Policy"
			}),
			a("ul", {
				class: "rights",
				children: rights.map(({ text, isHeld, why }) => a("li", { children: [
					a("strong", { children: isHeld ? "You may" : "You may not" }),
					" ",
					shownText(text),
					" ",
					a("small", { children: shownText(why) })
				] }, text))
			}),
			others.map((line) => a("p", { children: shownText(line) }, line)),
			rehearsal && a("p", {
				class: rehearsal.isDone ? "tone-ok" : "tone-bad",
				children: [
					a("strong", { children: "Dry run:" }),
					" ",
					shownText(rehearsal.message)
				]
			}),
			touches.length > 0 && a($, { children: [a("h3", { children: "Looked at again" }), a("ul", { children: touches.map(({ kind, name, href, field, phase }) => a("li", { children: [
				a("a", {
					href,
					children: name
				}),
				" (",
				kind,
				", ",
				field,
				")",
				phase === void 0 ? "" : `: ${phase}`
			] }, `${kind}/${name}`)) })] })
		]
	});
}
// src/console/ui/pages/apply-review-page.tsx
function ApplyReviewPage({ model, frame }) {
	const { target, difference, impact, hidden, offer, form, yaml, isManaged, fault, conflict } = model;
	const hiddenFields = Object.entries({
		csrf: frame.csrf,
		...hidden
	}).map(([name, value]) => a("input", {
		type: "hidden",
		name,
		value
	}, name));
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("section", {
			class: "panel",
			"aria-labelledby": "target",
			children: [a("h2", {
				id: "target",
				children: "Target"
			}), a("p", { children: [
				target.kind,
				" ",
				a("a", {
					href: target.href,
					children: target.name === "" ? "new" : target.name
				}),
				target.version !== void 0 && ` at version ${target.version}`
			] })]
		}),
		conflict && a(ConflictPanel, {
			conflict,
			action: offer.href ?? "",
			children: hiddenFields
		}),
		a("section", {
			class: "panel",
			"aria-labelledby": "difference",
			children: [a("h2", {
				id: "difference",
				children: "What changes"
			}), a(DifferenceLines, { lines: difference })]
		}),
		a(ImpactPanel, { impact }),
		a("form", {
			class: "panel form",
			method: "post",
			action: offer.href,
			"aria-label": offer.word,
			children: [
				hiddenFields,
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: "action first",
						type: "submit",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					}), a("a", {
						class: "action",
						href: form,
						children: "Back to the form"
					})]
				})
			]
		}),
		isManaged && a(YamlPanel, {
			yaml,
			command: void 0
		})
	] });
}
// src/console/ui/components/run/approval-card.tsx
const risks = {
	low: {
		tone: "ok",
		icon: "shield-check"
	},
	medium: {
		tone: "warn",
		icon: "shield"
	},
	high: {
		tone: "bad",
		icon: "shield-alert"
	}
};
function ApprovalCard({ approval, runHref, diff, offers = [], now }) {
	const { metadata, spec, status } = approval;
	const { title = spacedWords(spec.action), risk, target, reasons = [], preview } = spec;
	return a(Panel, {
		id: `approval-${metadata.name}`,
		title: title.slice(0, 300),
		icon: "shield",
		level: 3,
		aside: a("span", {
			class: "row",
			children: [risk && a(Chip, {
				tone: risks[risk].tone,
				icon: risks[risk].icon,
				children: [risk, " risk"]
			}), a(StatusWord, {
				phase: status.phase ?? "Pending",
				kind: "AgentApproval",
				boxed: true
			})]
		}),
		children: [
			a(FactsList, { facts: [
				["Action", a(Chip, { children: spacedWords(spec.action) })],
				["Target", target && a(TargetWords, { target })],
				["Run", runHref === void 0 ? spec.run : a("a", {
					href: runHref,
					children: spec.run
				})],
				["Asked by", `${spec.requestedBy.name} (${spacedWords(spec.requestedBy.kind)})`],
				["Artifact", a(DigestText, { digest: spec.artifactDigest })],
				["Exactly sent", spec.write && a(DigestText, { digest: spec.write })],
				["State of target", spec.targetHead && a(DigestText, { digest: spec.targetHead })],
				["Policy", spec.rule && a(HiddenCharacters, { text: spec.rule })],
				["Needs", neededWords(approval)],
				["Too late", spec.expires && a(Time, {
					at: spec.expires,
					now
				})]
			] }),
			reasons.length > 0 && a("ul", {
				class: "stack tight",
				children: reasons.map((reason) => a("li", {
					class: "remedy",
					children: [a(Icon, { name: "info" }), a(HiddenCharacters, {
						text: reason,
						most: 1e3
					})]
				}, reason))
			}),
			preview !== void 0 && a("div", { children: [a("p", {
				class: "strong",
				children: "Exactly this would be done"
			}), a(CodeBlock, { text: preview })] }),
			diff !== void 0 && a(TextDiff, { text: diff }),
			a(Decisions, {
				approval,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Decide about ${metadata.name}`,
				offers
			})
		]
	});
}
function neededWords({ spec: { needed, approvers = [] }, status: { decisions = [] } }) {
	const given = decisions.filter(({ verdict }) => verdict === "approve").length;
	const from = approvers.length > 0 ? ` of ${approvers.join(", ")}` : "";
	return `${given} of ${needed} ${needed === 1 ? "approval" : "approvals"}${from}`;
}
function TargetWords({ target: { kind, id, url } }) {
	const words = a(HiddenCharacters, {
		text: `${spacedWords(kind)} ${id}`,
		most: 400
	});
	return url === void 0 ? words : a(WebLink, {
		href: url,
		children: words
	});
}
function Decisions({ approval: { status }, now }) {
	const { decisions = [], result } = status;
	if (decisions.length === 0 && result === void 0) return null;
	return a("ul", {
		class: "stack tight",
		children: [decisions.map(({ by, verdict, comment, via, time }) => a("li", {
			class: "row",
			children: [
				a(StatusWord, {
					phase: verdict === "approve" ? "Approved" : "Rejected",
					kind: "AgentApproval",
					word: verdict === "approve" ? "Approved" : "Rejected"
				}),
				a("span", { children: [
					"by ",
					by.name,
					", ",
					via,
					", ",
					a(Time, {
						at: time,
						now
					})
				] }),
				comment && a("span", {
					class: "any-text muted",
					children: a(HiddenCharacters, {
						text: comment,
						most: 2e3
					})
				})
			]
		}, `${by.name} ${time}`)), result !== void 0 && a("li", {
			class: "any-text",
			children: ["Result: ", a(HiddenCharacters, {
				text: result,
				most: 2e3
			})]
		})]
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
// src/console/ui/pages/approval-list-page.tsx
function ApprovalListPage({ model, frame: { now, title } }) {
	const { filter, waiting, choose, chosen, others } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "What waits for a person, and what was decided."
		}),
		a(FilterForm, { filter }),
		chosen.map(({ approval, runHref, offers }) => a(ApprovalCard, {
			approval,
			runHref,
			offers: scopedOffers(offers, approval.metadata.name),
			now
		}, approval.metadata.name)),
		a(Panel, {
			id: "waiting",
			title: "Waiting for a person",
			icon: "shield",
			count: waiting.rows.length,
			flush: true,
			children: choose ? a("form", {
				method: "get",
				action: choose.action,
				children: [
					a("input", {
						type: "hidden",
						name: "run",
						value: choose.run
					}),
					a(ShownRows, {
						label: "Waiting for a person",
						table: waiting,
						now,
						pick: {
							title: "Choose",
							cell: (name) => a("input", {
								type: "checkbox",
								name: "pick",
								value: name,
								"aria-label": `Choose ${name}`
							})
						}
					}),
					a("p", {
						class: "pad",
						children: a("button", {
							type: "submit",
							class: "action",
							children: "Look at the chosen"
						})
					})
				]
			}) : a(ShownRows, {
				label: "Waiting for a person",
				table: waiting,
				now
			})
		}),
		a(Panel, {
			id: "decided",
			title: "Decided, ended or superseded",
			icon: "archive",
			flush: true,
			children: a(ShownRows, {
				label: "Decided, ended or superseded",
				table: others,
				now
			})
		})
	] });
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
// src/console/ui/components/status/conditions.tsx
const problemConditions = [
	"ApprovalBlocked",
	"WriteBackBlocked",
	"Stale",
	"RebaseNeeded",
	"RebaseConflicts",
	"Dirty",
	"Degraded"
];
function Conditions({ conditions, meanings = {}, badWhenTrue = problemConditions, now }) {
	return a("ul", {
		class: "conditions",
		children: conditions.map((one) => a("li", { children: [a("div", { children: [a(ToneWord, {
			...lookOf(one, badWhenTrue.includes(one.type)),
			title: meanings[one.type]
		}), a("div", {
			class: "small muted",
			children: [
				one.reason,
				" · ",
				a(Time, {
					at: one.lastTransitionTime,
					now
				})
			]
		})] }), a("div", { children: [a("p", {
			class: "any-text",
			children: a(HiddenCharacters, { text: one.message })
		}), one.remedy !== void 0 && a("p", {
			class: "remedy",
			children: [a(Icon, { name: "arrow-right" }), a("span", {
				class: "any-text",
				children: a(HiddenCharacters, { text: one.remedy })
			})]
		})] })] }, one.type))
	});
}
function lookOf({ type, status, severity }, isBadWhenTrue) {
	const holds = status === "Unknown" ? void 0 : status === "True" !== isBadWhenTrue;
	const word = `${spacedWords(type)}: ${{
		True: "yes",
		False: "no",
		Unknown: "unknown"
	}[status]}`;
	if (holds === void 0) return {
		tone: "idle",
		icon: "circle-dot",
		word
	};
	if (holds) return {
		tone: "ok",
		icon: "circle-check",
		word
	};
	return {
		tone: severity === "info" ? "idle" : severity === "warning" ? "warn" : "bad",
		icon: severity === "info" ? "info" : severity === "warning" ? "triangle-alert" : "circle-x",
		word
	};
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
// src/console/ui/pages/approval-page.tsx
function ApprovalPage({ model, frame: { now, title } }) {
	const { approval, runHref, decide, offers, over, sections, patch } = model;
	return a($, { children: [
		a(PageHead, { title }),
		over && a(Notice, {
			tone: "idle",
			icon: "info",
			title: "It cannot be decided any more",
			happened: a(HiddenCharacters, { text: over.happened }),
			stillTrue: "What it was about, and what people said, stays on record.",
			canBeDone: over.remedy
		}),
		a(ApprovalCard, {
			approval,
			runHref,
			now
		}),
		patch && a(PatchPanel, { patch }),
		a(Panel, {
			id: "decide",
			title: "Decide",
			icon: "shield-check",
			children: [decide && a(DecideFields, { form: decide }), offers.length > 0 && a(ActionBar, {
				offers,
				label: "What you cannot decide"
			})]
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
function DecideFields({ form: { kind, name, digest, approve, reject } }) {
	if (approve === void 0 && reject === void 0) return null;
	return a("form", {
		method: "get",
		action: approve ?? reject,
		class: "stack",
		children: [
			a("input", {
				type: "hidden",
				name: "kind",
				value: kind
			}),
			a("input", {
				type: "hidden",
				name: "name",
				value: name
			}),
			a("input", {
				type: "hidden",
				name: "digest",
				value: digest
			}),
			a("p", {
				class: "row",
				children: [
					"The decision holds for ",
					a(DigestText, {
						digest,
						copies: true
					}),
					" and for nothing else."
				]
			}),
			a("label", {
				for: "comment",
				children: "Comment"
			}),
			a("textarea", {
				id: "comment",
				name: "comment",
				rows: 3,
				maxLength: 1e4
			}),
			a("p", {
				class: "row",
				children: [approve !== void 0 && a("button", {
					type: "submit",
					class: "action first",
					formAction: approve,
					children: "Review and approve"
				}), reject !== void 0 && a("button", {
					type: "submit",
					class: "action danger",
					formAction: reject,
					children: "Review and reject"
				})]
			})
		]
	});
}
// src/console/ui/components/finding/finding-entry.tsx
function FindingEntry({ finding }) {
	const { code, severity, path, expected, actual, problem, remedy, difference } = finding;
	return a("article", {
		class: "finding",
		children: [
			a("h3", { children: [
				a(StatusWord, { phase: severity }),
				" ",
				a("code", { children: code }),
				" ",
				a(HiddenCharacters, {
					text: path,
					most: 300
				})
			] }),
			a(FactsList, { facts: [
				["Problem", problem && a(HiddenCharacters, {
					text: problem,
					most: 1e3
				}, "problem")],
				["Expected", expected && a(HiddenCharacters, {
					text: expected,
					most: 300
				}, "expected")],
				["Found", actual && a(HiddenCharacters, {
					text: actual,
					most: 300
				}, "actual")],
				["What to do", remedy]
			] }),
			difference && a(TextDiff, {
				text: difference.join("\n"),
				name: path
			})
		]
	});
}
// src/console/ui/pages/audit-page.tsx
function AuditPage({ frame, model: { lines, older, verify, checked } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Every line has a hash of the one before it, so that none can be changed unseen.",
			actions: a(ActionBar, {
				label: "Checks",
				offers: [{
					id: "verify",
					word: "Check the chain",
					href: verify,
					icon: "shield-check"
				}]
			})
		}),
		checked && a(ChainPanel, { checked }),
		a(DataTable, {
			label: "Audit",
			rows: lines,
			keyOf: ({ number }) => String(number),
			empty: a(EmptyState, {
				title: "Nothing was done yet",
				children: "Lines are written with the first run, approval or action."
			}),
			columns: [
				{
					title: "Line",
					names: true,
					figures: true,
					cell: ({ number }) => number
				},
				{
					title: "When",
					cell: ({ time }) => a(Time, {
						at: time,
						now: frame.now
					})
				},
				{
					title: "Record",
					long: true,
					cell: ({ record }) => a(HiddenCharacters, {
						text: record,
						most: 200
					})
				},
				{
					title: "Run",
					cell: ({ run, runHref }) => runHref === void 0 ? "–" : a("a", {
						href: runHref,
						children: run
					})
				},
				{
					title: "Entry",
					long: true,
					cell: ({ entry }) => a(HiddenCharacters, {
						text: entry,
						most: 300
					})
				}
			]
		}),
		older !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: older,
				children: "Older lines"
			})
		})
	] });
}
function AccessesPage({ frame, model: { reads, filter, verify, checked } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Each read of a secret is written down before the value is used.",
			actions: a(ActionBar, {
				label: "Checks",
				offers: [{
					id: "verify",
					word: "Check the chains",
					href: verify,
					icon: "shield-check"
				}]
			})
		}),
		checked && a(ChainPanel, { checked }),
		a(FilterForm, { filter: {
			action: frame.address.split("?")[0] ?? "",
			fields: [{
				name: "secret",
				label: "Secret",
				value: filter.secret
			}, {
				name: "agent",
				label: "Agent",
				value: filter.agent
			}],
			active: filter.secret !== "" || filter.agent !== ""
		} }),
		a(DataTable, {
			label: "Reads of secrets",
			rows: reads.map((read, at) => ({
				...read,
				at
			})),
			keyOf: ({ at }) => String(at),
			empty: a(EmptyState, {
				title: "No reads",
				children: "No secret was read, or none that the filter lets through."
			}),
			columns: [
				{
					title: "When",
					names: true,
					cell: ({ time }) => a(Time, {
						at: time,
						now: frame.now
					})
				},
				{
					title: "Secret",
					cell: ({ secret }) => secret
				},
				{
					title: "Agent",
					cell: ({ agent }) => agent
				},
				{
					title: "By",
					cell: ({ accessor }) => a(HiddenCharacters, {
						text: accessor,
						most: 200
					})
				},
				{
					title: "Reason",
					long: true,
					cell: ({ reason }) => a(HiddenCharacters, {
						text: reason,
						most: 200
					})
				}
			]
		})
	] });
}
function ChainPanel({ checked: { lines, verdict, findings } }) {
	return a(Panel, {
		title: "The chain",
		id: "chain",
		icon: "link",
		aside: a(StatusWord, {
			phase: verdict,
			boxed: true
		}),
		children: [a("p", { children: `${lines} lines were checked just now.` }), a("ul", {
			class: "findings",
			children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.path}`))
		})]
	});
}
// src/console/ui/pages/bundle-page.tsx
function BundlePage({ frame, model: { longest, sent, discard, fault } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What importing a bundle would create, change and delete. Nothing is written before you have reviewed it."
		}),
		fault && a(NotImported, {
			fault,
			waits: sent?.planned !== void 0
		}),
		a("form", {
			class: "panel form",
			method: "post",
			encType: "multipart/form-data",
			action: frame.address.split("?")[0],
			"aria-label": "Send a bundle",
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				a("div", {
					class: "field",
					children: [
						a("label", {
							for: "bundle",
							children: "Bundle"
						}),
						a("input", {
							id: "bundle",
							name: "bundle",
							type: "file",
							required: true,
							"aria-describedby": "bundle-about"
						}),
						a("small", {
							id: "bundle-about",
							children: `A file that identikit config export wrote, of up to ${longest.toLocaleString("en")} characters. Larger ones: identikit config import.`
						})
					]
				}),
				a("label", {
					class: "row",
					children: [a("input", {
						name: "prune",
						type: "checkbox",
						value: "true"
					}), "Delete the rows that the bundle lacks"]
				}),
				a("div", {
					class: "actions",
					children: a("button", {
						class: sent ? "action" : "action first",
						type: "submit",
						children: "Show the plan"
					})
				})
			]
		}),
		sent?.planned && a(PlanPanel, {
			planned: sent.planned,
			at: sent.at,
			now: frame.now
		}),
		sent && a("div", {
			class: "row",
			children: [sent.planned && a(ActionBar, {
				label: "What can be done with the bundle",
				offers: [sent.review]
			}), a("form", {
				method: "post",
				action: discard,
				"aria-label": "Discard the bundle",
				children: [a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}), a("button", {
					class: "action",
					type: "submit",
					children: "Discard the bundle"
				})]
			})]
		})
	] });
}
function BundleReviewPage({ frame, model }) {
	const { planned, back, impact, hidden, offer, fault } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "All of it is imported in one transaction, or nothing."
		}),
		fault && a(NotImported, { fault }),
		planned && a(PlanPanel, {
			planned,
			now: frame.now
		}),
		a(ImpactPanel, { impact }),
		a("form", {
			class: "panel form",
			method: "post",
			action: offer.href,
			"aria-label": offer.word,
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				Object.entries(hidden).map(([name, value]) => a("input", {
					type: "hidden",
					name,
					value
				}, name)),
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: "action first",
						type: "submit",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					}), a("a", {
						class: "action",
						href: back,
						children: "Back"
					})]
				})
			]
		})
	] });
}
const marks = {
	create: {
		tone: "ok",
		icon: "file-plus",
		word: "Create"
	},
	change: {
		tone: "warn",
		icon: "file-pen",
		word: "Change"
	},
	delete: {
		tone: "bad",
		icon: "file-minus",
		word: "Delete"
	}
};
function PlanPanel({ planned: { plan, changes, scopes, more, waiting }, at, now }) {
	return a($, { children: [
		a(Panel, {
			title: "Plan",
			id: "plan",
			icon: "file-diff",
			count: changes,
			children: [
				a(FactsList, { facts: [
					["Bundle", a(DigestText, {
						digest: plan.bundle,
						copies: true
					}, "bundle")],
					["Sent", at === void 0 ? void 0 : a(Time, {
						at,
						now
					}, "at")],
					["To create", String(plan.counts.create)],
					["To change", String(plan.counts.change)],
					["To delete", String(plan.counts.delete)],
					["Rows that the bundle lacks", plan.prune ? "would be deleted" : "would stay"]
				] }),
				changes === 0 && a(EmptyState, {
					title: "Nothing would change",
					children: "The database has every row of it already."
				}),
				waiting.length > 0 && a("ul", { children: waiting.map((line) => a("li", { children: a(HiddenCharacters, {
					text: line,
					most: 600
				}) }, line)) })
			]
		}),
		scopes.map(({ scope, rows }) => a(Panel, {
			title: scope === "" ? "Agents, types and secrets" : `Scope ${scope}`,
			id: `scope-${scope || "none"}`,
			count: rows.length,
			children: rows.map(({ kind, table, key, lines }) => a("article", {
				class: "finding",
				children: [a("h3", { children: [
					a(ToneWord, { ...marks[kind] }),
					" ",
					table,
					" ",
					a(HiddenCharacters, {
						text: key,
						most: 400
					})
				] }), lines.length > 0 && a(DifferenceLines, { lines })]
			}, `${table} ${key}`))
		}, scope)),
		more > 0 && a("p", {
			class: "muted",
			children: `${more} more rows are not shown: identikit config plan --format json.`
		})
	] });
}
function NotImported({ fault: { code, message, remedy, reasons }, waits = false }) {
	return a("div", {
		role: "alert",
		children: a(FailureState, {
			code,
			message,
			reasons,
			stillTrue: waits ? "Nothing was imported. The plan below is of the bundle that you sent before." : "Nothing was imported.",
			remedy: remedy ?? "Send another bundle."
		})
	});
}
// src/console/ui/compose/context-preview.tsx
const words = {
	allowed: "Allowed",
	requiresApproval: "A person has to approve it",
	denied: "Denied"
};
function ContextPreview({ preview }) {
	const { verdict, tier, reasons, digest, layers, sources, text, memory } = preview;
	return a($, { children: [a("section", {
		"aria-labelledby": "admission",
		children: [
			a("h2", {
				id: "admission",
				children: "Admission"
			}),
			a("p", { children: [
				a("strong", { children: words[verdict] }),
				" ",
				`in the tier ${tier}`
			] }),
			a("ul", { children: reasons.map(({ code, effect, message, remedy }) => a("li", { children: [
				a("code", { children: code }),
				" ",
				`(${effect})`,
				" ",
				shownText(message),
				" ",
				remedy !== void 0 && a("em", { children: shownText(remedy) })
			] }, `${code} ${message}`)) })
		]
	}), a("section", {
		"aria-labelledby": "context",
		children: [
			a("h2", {
				id: "context",
				children: "Context"
			}),
			a("p", { children: ["Digest ", a(DigestText, { digest })] }),
			memory && a("p", { children: `Memory ${memory.repository} at ${memory.commit}` }),
			a(DataTable, {
				label: "Layers",
				rows: layers,
				keyOf: ({ name }) => name,
				columns: [
					{
						title: "Layer",
						names: true,
						cell: ({ name }) => shownText(name)
					},
					{
						title: "Size",
						figures: true,
						cell: ({ bytes }) => byteWords(bytes)
					},
					{
						title: "Digest",
						cell: ({ digest: own }) => a(DigestText, { digest: own })
					}
				]
			}),
			sources.length > 0 && a("ul", { children: sources.map(({ kind, name, trust, redactions }) => a("li", { children: `${kind} ${shownText(name)}: ${trust}${redactions ? `, ${redactions} credentials taken out` : ""}` }, `${kind} ${name}`)) }),
			a("pre", {
				class: "code",
				tabIndex: 0,
				children: a("code", { children: shownText(text) })
			})
		]
	})] });
}
// src/console/ui/form/field-input.tsx
function FieldInput({ field, describedBy }) {
	const { name, type, values, isRequired, problem } = field;
	const shared = {
		id: name,
		name,
		"aria-describedby": describedBy,
		required: isRequired,
		...problem === void 0 ? {} : { "aria-invalid": true }
	};
	const [value = ""] = values;
	switch (type) {
		case "elsewhere": return a("output", {
			id: name,
			"aria-describedby": describedBy,
			children: value === "" ? "Left out. It is written as YAML." : `${value.slice(0, 200)} (written as YAML)`
		});
		case "text":
		case "lines": return a("textarea", {
			...shared,
			rows: type === "lines" ? 4 : 8,
			spellcheck: type === "text",
			children: values.join("\n")
		});
		case "flag": return a(Choice$1, {
			shared,
			values,
			options: flags
		});
		case "choice": return a(Choice$1, {
			shared,
			values,
			options: field.options ?? []
		});
		case "choices": return a($, { children: [a("input", {
			type: "hidden",
			name: `has:${name}`,
			value: ""
		}), a("select", {
			...shared,
			multiple: true,
			size: Math.min(8, Math.max(3, (field.options ?? []).length)),
			children: withValues(field.options ?? [], values).map((option) => a("option", {
				value: option.value,
				selected: values.includes(option.value),
				children: option.label
			}, option.value))
		})] });
		default: return a("input", {
			...shared,
			type: "text",
			inputMode: type === "number" ? "decimal" : "text",
			value
		});
	}
}
const flags = [{
	value: "true",
	label: "yes"
}, {
	value: "false",
	label: "no"
}];
function Choice$1({ shared, values, options }) {
	const [value = ""] = values;
	return a("select", {
		...shared,
		children: [a("option", {
			value: "",
			selected: value === "",
			children: shared.required ? "Choose one" : "Left out"
		}), withValues(options, values).map((option) => a("option", {
			value: option.value,
			selected: option.value === value,
			children: option.label
		}, option.value))]
	});
}
function withValues(options, values) {
	const unknown = values.filter((value) => !options.some((option) => option.value === value));
	return [...options, ...unknown.map((value) => ({
		value,
		label: `${value} (not known here)`
	}))];
}
// src/console/ui/form/field-list.tsx
function FieldList({ fields }) {
	return a($, { children: sections(fields).map(({ group, fold, members }) => {
		const inputs = members.map((field) => a(OneField, { field }, field.name));
		if (fold !== void 0) return a("details", {
			open: members.some(({ problem }) => problem !== void 0),
			children: [a("summary", { children: fold }), inputs]
		}, fold);
		if (group === void 0) return inputs;
		return a("fieldset", { children: [a("legend", { children: group }), inputs] }, group);
	}) });
}
function sections(fields) {
	const found = [];
	for (const field of fields) {
		const last = found.at(-1);
		if (last && last.group === field.group && last.fold === field.fold) last.members.push(field);
		else found.push({
			group: field.group,
			fold: field.fold,
			members: [field]
		});
	}
	return found;
}
function OneField({ field }) {
	const { name, label, description, facts = [], problem, isRequired } = field;
	const about = [...description === void 0 && facts.length === 0 ? [] : [`about-${name}`], ...problem === void 0 ? [] : [`wrong-${name}`]].join(" ");
	return a("div", {
		class: problem === void 0 ? "field" : "field wrong",
		children: [
			a("label", {
				for: name,
				children: [label, isRequired && a("span", {
					class: "required",
					children: " (required)"
				})]
			}),
			a(FieldInput, {
				field,
				describedBy: about === "" ? void 0 : about
			}),
			(description !== void 0 || facts.length > 0) && a("p", {
				class: "hint",
				id: `about-${name}`,
				children: [description, ...facts].filter((part) => part !== void 0).join(" · ")
			}),
			problem !== void 0 && a("p", {
				class: "problem",
				id: `wrong-${name}`,
				children: shownText(problem)
			})
		]
	});
}
// src/console/ui/pages/composer-page.tsx
function ComposerPage({ model, frame }) {
	const { action, fields, fault, preview, rights, offer, hidden } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("form", {
			class: "panel form",
			method: "post",
			action,
			noValidate: true,
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				Object.entries(hidden).map(([name, value]) => a("input", {
					type: "hidden",
					name,
					value
				}, name)),
				a(FieldList, { fields }),
				preview && a(ContextPreview, { preview }),
				preview && a(ImpactPanel, { impact: {
					rights,
					others: [],
					touches: []
				} }),
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: offer.reason === void 0 ? "action" : "action first",
						type: "submit",
						name: "do",
						value: "preview",
						children: "Preview"
					}), a("button", {
						class: "action first",
						type: "submit",
						name: "do",
						value: "dispatch",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					})]
				})
			]
		})
	] });
}
// src/console/ui/pages/config-page.tsx
const scopes = [
	"builtin",
	"global",
	"type",
	"instance"
];
function ConfigPage({ frame, model: { rows, total, filter, agents, offers } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "The rows that agents' environments are made from, by scope.",
			actions: a(ActionBar, {
				label: "What can be done with the rows",
				offers
			})
		}),
		a(FilterForm, { filter: {
			action: frame.address.split("?")[0] ?? "",
			fields: [
				{
					name: "table",
					label: "Table",
					value: filter.table
				},
				{
					name: "scope",
					label: "Scope",
					value: filter.scope,
					options: scopes
				},
				{
					name: "key",
					label: "Key",
					value: filter.key
				}
			],
			active: filter.table !== "" || filter.scope !== "" || filter.key !== ""
		} }),
		a(Panel, {
			title: "Rows",
			id: "rows",
			icon: "database",
			count: total,
			flush: true,
			children: [a(DataTable, {
				label: "Rows",
				rows,
				keyOf: ({ table, scope, reference, key }) => JSON.stringify([
					table,
					scope,
					reference,
					key
				]),
				empty: a(EmptyState, {
					title: "No rows",
					children: "identikit config sync writes the repository's."
				}),
				columns: [
					{
						title: "Key",
						names: true,
						cell: ({ key }) => a(HiddenCharacters, {
							text: key,
							most: 200
						})
					},
					{
						title: "Table",
						cell: ({ table }) => table
					},
					{
						title: "Scope",
						cell: ({ scope, reference }) => reference === "" ? scope : `${scope} ${reference}`
					},
					{
						title: "Value",
						long: true,
						cell: ({ enabled, value }) => enabled ? a(HiddenCharacters, {
							text: value,
							most: 300
						}) : a(StatusWord, {
							phase: "removed",
							word: "taken away"
						})
					}
				]
			}), total > rows.length && a("p", {
				class: "muted",
				children: `${total - rows.length} more: narrow the filter, or use identikit config list.`
			})]
		}),
		a(Panel, {
			title: "Agents",
			id: "agents",
			icon: "bot",
			count: agents.length,
			children: [agents.length === 0 && a("p", {
				class: "muted",
				children: "No row of the table agent names one."
			}), a("ul", {
				class: "row",
				children: agents.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})]
		})
	] });
}
function SealedSecretsPage({ frame, model: { secrets } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Names and versions. A value is shown nowhere, and has no way to this page."
	}), a(DataTable, {
		label: "Sealed secrets",
		rows: secrets,
		keyOf: ({ name }) => name,
		empty: a(EmptyState, {
			title: "No secrets",
			children: "identikit secret set NAME seals one; its value comes from standard input."
		}),
		columns: [
			{
				title: "Name",
				names: true,
				cell: ({ name }) => name
			},
			{
				title: "Version",
				cell: ({ version }) => a("code", { children: version })
			},
			{
				title: "Key",
				cell: ({ keyId }) => a("code", { children: keyId })
			},
			{
				title: "Reads",
				cell: ({ reads }) => a("a", {
					href: reads,
					children: "who read it"
				})
			}
		]
	})] });
}
// src/console/ui/pages/draft-list-page.tsx
function DraftListPage({ model: { drafts }, frame: { title, now } }) {
	return a($, { children: [a(PageHead, {
		title,
		lead: "Only you see them. Nothing of them counts before it is applied."
	}), a(DataTable, {
		label: "Drafts",
		rows: drafts,
		keyOf: ({ form }) => form,
		empty: a(EmptyState, {
			title: "You have no drafts",
			children: "A form keeps one for you when you save it."
		}),
		columns: [
			{
				title: "Draft",
				names: true,
				cell: ({ kind, name, form }) => a("a", {
					href: form,
					children: name === "" ? `New (${kind})` : name
				})
			},
			{
				title: "Kind",
				cell: ({ kind }) => kind
			},
			{
				title: "Saved",
				cell: ({ changed }) => a(Time, {
					at: changed,
					now
				})
			},
			{
				title: "Kept until",
				cell: ({ expires }) => a(Time, {
					at: expires,
					now
				})
			},
			{
				title: "Next",
				cell: ({ kind, name, review }) => a("a", {
					href: review,
					children: `Review ${name === "" ? `the new ${kind}` : name}`
				})
			}
		]
	})] });
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
// src/console/ui/pages/environments-page.tsx
function EnvironmentsPage({ frame, model: { environments, next, drift } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What each agent reads at its start, compared with the config database when this page was made."
		}),
		a(DataTable, {
			label: "Environments",
			rows: environments,
			keyOf: ({ agent }) => agent,
			empty: a(EmptyState, {
				title: "Nothing is rendered here",
				children: "No env directory is known on this machine. identikit render --all makes them."
			}),
			columns: [
				{
					title: "Agent",
					names: true,
					cell: ({ agent, href }) => a("a", {
						href,
						children: agent
					})
				},
				{
					title: "State",
					cell: ({ state }) => a(StatusWord, { phase: state })
				},
				{
					title: "Findings",
					figures: true,
					cell: ({ findings }) => findings
				},
				{
					title: "First",
					long: true,
					cell: ({ first }) => first === void 0 ? "–" : a("code", { children: first })
				}
			]
		}),
		next !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: next,
				children: "Next page"
			})
		}),
		a(PlotPanel, {
			id: "over-time",
			title: "Over time",
			plots: drift
		})
	] });
}
function EnvironmentPage({ frame, model: { agent, state, findings, reads } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			beside: a(StatusWord, {
				phase: state,
				boxed: true
			})
		}),
		a(Panel, {
			title: "Drift",
			id: "drift",
			icon: "file-diff",
			count: findings.length,
			children: findings.length === 0 ? a("p", {
				class: "muted",
				children: state === "unknown" ? "No env directory of this agent is known on this machine." : "Every file that Identikit wrote is as it should be, byte for byte."
			}) : a("ul", {
				class: "findings",
				children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.path}`))
			})
		}),
		a(Panel, {
			title: "Identity",
			id: "identity",
			icon: "bot",
			count: agent.entries.length,
			flush: true,
			children: a(DataTable, {
				label: "Configuration, with where each value comes from",
				rows: agent.entries,
				keyOf: ({ group, key }) => `${group} ${key}`,
				columns: [
					{
						title: "Entry",
						names: true,
						cell: ({ group, key }) => a($, { children: [
							a("span", {
								class: "muted",
								children: group
							}),
							" ",
							a(HiddenCharacters, {
								text: key,
								most: 200
							})
						] })
					},
					{
						title: "Value",
						long: true,
						cell: ({ value }) => a(HiddenCharacters, {
							text: value,
							most: 200
						})
					},
					{
						title: "From",
						cell: ({ enabled, from }) => enabled ? from : `taken away by ${from}`
					},
					{
						title: "Over",
						cell: ({ over }) => over.join(", ")
					}
				]
			})
		}),
		a(Panel, {
			title: "Secrets read for it",
			id: "reads",
			icon: "key-round",
			count: reads.length,
			flush: true,
			children: a(DataTable, {
				label: "Secrets read for it",
				rows: reads,
				keyOf: ({ time, secret }) => `${time} ${secret}`,
				empty: a("p", {
					class: "muted",
					children: "No secret was read for this agent."
				}),
				columns: [
					{
						title: "Secret",
						names: true,
						cell: ({ secret }) => secret
					},
					{
						title: "When",
						cell: ({ time }) => a(Time, {
							at: time,
							now: frame.now
						})
					},
					{
						title: "By",
						cell: ({ accessor }) => a(HiddenCharacters, {
							text: accessor,
							most: 200
						})
					},
					{
						title: "Reason",
						cell: ({ reason }) => a(HiddenCharacters, {
							text: reason,
							most: 200
						})
					}
				]
			})
		})
	] });
}
// src/console/ui/pages/grants-page.tsx
function GrantsPage({ frame, model: { secrets, configs, sealed, reads, offers } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: a($, { children: [
				a("span", { children: "A refusal wins, then the narrowest subject." }),
				" ",
				a("a", {
					href: sealed,
					children: "Sealed secrets"
				}),
				" ",
				a("a", {
					href: reads,
					children: "Reads"
				})
			] }),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(GrantTable, {
			title: "Secrets",
			id: "secrets",
			grants: secrets,
			now: frame.now
		}),
		a(GrantTable, {
			title: "Configs",
			id: "configs",
			grants: configs,
			now: frame.now
		})
	] });
}
function GrantTable({ title, id, grants, now }) {
	return a(Panel, {
		title,
		id,
		icon: "key-round",
		count: grants.length,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: grants,
			keyOf: ({ name }) => name,
			empty: a("p", {
				class: "muted",
				children: "Nothing is given."
			}),
			columns: [
				{
					title: "What",
					names: true,
					cell: ({ what, href }) => a("a", {
						href,
						children: what
					})
				},
				{
					title: "To",
					cell: ({ subject }) => a(HiddenCharacters, {
						text: subject,
						most: 200
					})
				},
				{
					title: "For",
					cell: ({ purpose }) => purpose
				},
				{
					title: "Effect",
					cell: ({ effect }) => a(StatusWord, { phase: effect })
				},
				{
					title: "How",
					cell: ({ mount }) => mount ?? "–"
				},
				{
					title: "Until",
					cell: ({ expires, isExpired }) => expires === void 0 ? "–" : isExpired ? a(StatusWord, { phase: "Expired" }) : a(Time, {
						at: expires,
						now
					})
				}
			]
		})
	});
}
// src/console/ui/pages/images-page.tsx
function ImagesPage({ frame, model: { images, tags, without } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Which image, by digest, which stack and which run uses, and what the gate said of it."
		}),
		a(DataTable, {
			label: "Images",
			rows: images,
			keyOf: ({ image }) => image,
			empty: a(EmptyState, {
				title: "No stack names an image",
				children: "A stack's image is given by digest: spec.image."
			}),
			columns: [
				{
					title: "Image",
					long: true,
					names: true,
					cell: ({ image }) => a(HiddenCharacters, {
						text: image,
						most: 300
					})
				},
				{
					title: "Gate",
					cell: ({ verdict, message }) => a(StatusWord, {
						phase: verdict,
						title: message
					})
				},
				{
					title: "Identity",
					cell: ({ treeDigest }) => treeDigest === void 0 ? "–" : a(DigestText, {
						digest: treeDigest,
						copies: true
					})
				},
				{
					title: "Seen",
					cell: ({ seenAt }) => seenAt === void 0 ? "never" : a(Time, {
						at: seenAt,
						now: frame.now
					})
				},
				{
					title: "Stacks",
					cell: ({ stacks }) => stacks.length === 0 ? a("span", {
						class: "muted",
						children: "none any more"
					}) : stacks.map(({ name, href }) => a("a", {
						href,
						children: [name, " "]
					}, name))
				},
				{
					title: "Newest runs in it",
					cell: ({ runs }) => runs.length === 0 ? "–" : a("ul", { children: runs.map(({ name, href, at }) => a("li", { children: [
						a("a", {
							href,
							children: name
						}),
						" ",
						a(Time, {
							at,
							now: frame.now
						})
					] }, name)) })
				}
			]
		}),
		tags.length > 0 && a(Panel, {
			title: "History of tags",
			id: "tags",
			icon: "tag",
			count: tags.length,
			flush: true,
			children: [a(DataTable, {
				label: "Which digests each name has stood for, the newest first",
				rows: tags,
				keyOf: ({ name, digest, verdict }) => JSON.stringify([
					name,
					digest,
					verdict
				]),
				columns: [
					{
						title: "Name",
						names: true,
						long: true,
						cell: ({ name }) => a(HiddenCharacters, {
							text: name,
							most: 300
						})
					},
					{
						title: "Digest",
						cell: ({ digest }) => a(DigestText, {
							digest,
							copies: true
						})
					},
					{
						title: "Before",
						cell: ({ previous }) => previous === void 0 ? "–" : previous === null ? "a new tag" : a(DigestText, { digest: previous })
					},
					{
						title: "Gate",
						cell: ({ verdict }) => a(StatusWord, {
							phase: verdict ?? "unknown",
							word: verdict ? void 0 : "Not asked"
						})
					},
					{
						title: "Since",
						cell: ({ since }) => a(Time, {
							at: since,
							now: frame.now
						})
					},
					{
						title: "Known from",
						cell: ({ by: { name, href } }) => a("a", {
							href,
							children: name
						})
					}
				]
			}), a("p", {
				class: "muted",
				children: "As stacks named them (status.identityHistory of each stack), as runs worked in them, and as identikit publish and promote wrote down, where they were given a database. No registry is asked."
			})]
		}),
		without.length > 0 && a(Panel, {
			title: "Stacks without an image",
			id: "without",
			icon: "layers",
			count: without.length,
			children: a("ul", {
				class: "row",
				children: without.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})
		})
	] });
}
// src/console/ui/components/data/tabs.tsx
function Tabs({ label, tabs, current }) {
	return a("nav", {
		class: "tabs",
		"aria-label": label,
		children: a("ul", { children: tabs.map(({ word, href, count }) => a("li", { children: a("a", {
			href,
			"aria-current": href === current ? "page" : void 0,
			children: [word, count !== void 0 && a("span", {
				class: "count",
				children: countWords(count)
			})]
		}) }, href)) })
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
// src/console/ui/pages/memory-graph-page.tsx
function MemoryGraphPage({ model, frame }) {
	const { place, nodes, edges, kinds, action, kind, from, sections } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What the organisation knows, as its runs are told."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Graph",
			action
		}),
		a("form", {
			method: "get",
			action,
			class: "filters row",
			children: [
				a("input", {
					type: "hidden",
					name: "at",
					value: place.asked
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "kind",
						children: "Kind"
					}), a("select", {
						id: "kind",
						name: "kind",
						children: [a("option", {
							value: "",
							children: "Any"
						}), kinds.map((one) => a("option", {
							value: one,
							selected: one === kind,
							children: one
						}, one))]
					})]
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "from",
						children: "Around the record"
					}), a("input", {
						id: "from",
						type: "text",
						name: "from",
						defaultValue: from
					})]
				}),
				a("button", {
					type: "submit",
					class: "action",
					children: "Filter"
				}),
				(kind !== "" || from !== "") && a("a", {
					href: action,
					children: "Show all"
				})
			]
		}),
		nodes.length > 0 && a(Panel, {
			id: "graph",
			title: "Graph",
			icon: "brain",
			count: nodes.length,
			children: a(Graph, {
				id: "memory",
				title: "Records of the memory",
				summary: "Which record links to which.",
				nodes,
				edges
			})
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now: frame.now
		}, section.id))
	] });
}
// src/console/ui/pages/memory-page.tsx
function MemoryPage({ model: { place, sections }, frame }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What the organisation knows, as its runs are told."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Health",
			action: addressOf(frame.organization, "agents", "memory")
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now: frame.now
		}, section.id))
	] });
}
// src/console/ui/pages/memory-search-page.tsx
function MemorySearchPage({ model, frame: { now, title } }) {
	const { place, filter, table, more, record } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Words in the records that you may see."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Search",
			action: filter.action
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "found",
			title: "Found",
			icon: "search",
			count: table.rows.length,
			flush: true,
			children: [a(ShownRows, {
				label: "Found",
				table,
				now
			}), more > 0 && a("p", {
				class: "pad muted",
				children: `${more} more were found; look for more words.`
			})]
		}),
		record && a(Panel, {
			id: "record",
			title: record.path,
			icon: "file-pen",
			children: a(CodeBlock, {
				text: record.text,
				numbered: true
			})
		})
	] });
}
// src/console/ui/pages/memory-updates-page.tsx
function MemoryUpdatesPage({ model: { filter, table, tabs }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Changes of the memory that runs propose."
		}),
		a(Tabs, {
			label: "The memory",
			tabs,
			current: filter.action
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "updates",
			title: "Proposed changes",
			icon: "brain",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Proposed changes",
				table,
				now
			})
		})
	] });
}
// src/console/ui/pages/object-form-page.tsx
function ObjectFormPage({ model, frame }) {
	const { summary, action, hidden, tab, fields, yaml, fault, saved, isManaged, review, back } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("p", { children: summary }),
		isManaged && a("p", {
			class: "notice tone-idle",
			children: "The repository declares this object. What you write becomes a pull request."
		}),
		saved !== void 0 && a("p", { children: [
			"Draft, saved ",
			a("time", {
				dateTime: saved,
				children: saved
			}),
			". Nothing of it counts before it is applied."
		] }),
		fault && a(FaultNotice, { fault }),
		a("form", {
			class: "panel form",
			method: "post",
			action,
			noValidate: true,
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				Object.entries(hidden).map(([name, value]) => a("input", {
					type: "hidden",
					name,
					value
				}, name)),
				a("fieldset", {
					class: "tabs",
					"aria-label": "How it is written",
					children: [a("button", {
						type: "submit",
						name: "do",
						value: "form",
						"aria-pressed": tab === "form",
						children: "Fields"
					}), a("button", {
						type: "submit",
						name: "do",
						value: "yaml",
						"aria-pressed": tab === "yaml",
						children: "YAML"
					})]
				}),
				tab === "form" ? a(FieldList, { fields }) : a("div", {
					class: "field",
					children: [a("label", {
						for: "yaml",
						children: "YAML"
					}), a("textarea", {
						id: "yaml",
						name: "yaml",
						class: "code",
						rows: 28,
						spellcheck: false,
						wrap: "off",
						children: yaml
					})]
				}),
				review.reason !== void 0 && a("p", {
					class: "reason",
					id: "why-not",
					children: [
						review.reason,
						" ",
						review.remedy
					]
				}),
				a("div", {
					class: "actions",
					children: [
						a("button", {
							class: "action first",
							type: "submit",
							name: "do",
							value: "review",
							disabled: review.reason !== void 0,
							"aria-describedby": review.reason === void 0 ? void 0 : "why-not",
							children: review.word
						}),
						a("button", {
							class: "action",
							type: "submit",
							name: "do",
							value: "save",
							children: "Save draft"
						}),
						a("button", {
							class: "action danger",
							type: "submit",
							name: "do",
							value: "discard",
							children: "Discard"
						}),
						a("a", {
							class: "action",
							href: back,
							children: "Back"
						})
					]
				})
			]
		})
	] });
}
// src/console/ui/pages/object-kinds-page.tsx
function ObjectKindsPage({ model: { kinds }, frame: { title } }) {
	return a($, { children: [a(PageHead, {
		title,
		lead: "Every kind of object, and how many there are of it."
	}), a(DataTable, {
		label: "Kinds of objects",
		rows: kinds,
		keyOf: ({ kind }) => kind,
		columns: [
			{
				title: "Kind",
				names: true,
				cell: ({ kind, href }) => a("a", {
					href,
					children: kind
				})
			},
			{
				title: "What it is",
				cell: ({ summary }) => summary
			},
			{
				title: "Written by",
				cell: ({ writtenBy }) => writtenBy
			},
			{
				title: "Objects",
				figures: true,
				cell: ({ count, isMore }) => count === void 0 ? "hidden" : `${count}${isMore ? "+" : ""}`
			}
		]
	})] });
}
// src/console/ui/pages/object-list-page.tsx
function ObjectListPage({ frame, model }) {
	const { kind, summary, columns, rows, next, create } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: summary,
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter: shownFilter(frame, model.filter) }),
		a(DataTable, {
			label: kind,
			columns: tableColumns(kind, columns, frame.now),
			rows,
			keyOf: ({ name }) => name,
			empty: a(EmptyState, {
				title: `No ${kind}`,
				children: "None is there, or none that the filter lets through."
			})
		}),
		next !== void 0 && a("nav", {
			class: "pages",
			"aria-label": "More",
			children: a("a", {
				rel: "next",
				href: next,
				children: "Next page"
			})
		})
	] });
}
function tableColumns(kind, columns, now) {
	return [{
		title: "Name",
		names: true,
		cell: ({ name, href, isManaged }) => a($, { children: [
			a("a", {
				href,
				children: name
			}),
			" ",
			isManaged && a(Chip, {
				icon: "git-branch",
				children: "repository"
			})
		] })
	}, ...columns.map(({ name, type }, at) => ({
		title: name,
		figures: type === "number",
		cell: ({ cells }) => {
			const value = cells[at] ?? null;
			if (value === null) return "–";
			if (type === "phase") return a(StatusWord, {
				phase: String(value),
				kind
			});
			if (type === "time") return a(Time, {
				at: String(value),
				now
			});
			return a(HiddenCharacters, {
				text: String(value),
				most: 200
			});
		}
	}))];
}
function shownFilter({ address }, { labels, fields, phase, phases }) {
	return {
		action: address.split("?")[0] ?? "",
		fields: [
			...phases.length > 0 ? [{
				name: "phase",
				label: "Status",
				value: phase,
				options: phases
			}] : [],
			{
				name: "labels",
				label: "Labels, such as team=berths",
				value: labels
			},
			{
				name: "fields",
				label: "Fields, such as metadata.name=fixer",
				value: fields
			}
		],
		active: labels !== "" || fields !== "" || phase !== ""
	};
}
// src/console/ui/object/associations-panel.tsx
function AssociationsPanel({ associations }) {
	const { names, namedBy, partly, hidden } = associations;
	return a("section", {
		class: "panel",
		"aria-labelledby": "associations",
		children: [
			a("h2", {
				id: "associations",
				children: "Associations"
			}),
			a("h3", { children: "It names" }),
			a(AssociatedList, {
				objects: names,
				none: "Nothing."
			}),
			a("h3", { children: "Named by" }),
			a(AssociatedList, {
				objects: namedBy,
				none: "Nothing that you may see."
			}),
			partly.length > 0 && a("p", { children: `Not all were looked at of: ${partly.join(", ")}.` }),
			hidden.length > 0 && a("p", { children: `You may not list: ${hidden.join(", ")}.` })
		]
	});
}
function AssociatedList({ objects, none }) {
	if (objects.length === 0) return a("p", { children: none });
	return a("ul", { children: objects.map(({ kind, name, field, href, phase, isSeen }) => a("li", { children: [
		isSeen ? a("a", {
			href,
			children: name
		}) : a("span", { children: `${name} (not there, or not yours to see)` }),
		" ",
		a("small", { children: `${kind} by ${field}${phase === void 0 ? "" : `, ${phase}`}` })
	] }, `${kind}/${name}/${field}`)) });
}
// src/console/ui/object/conditions-panel.tsx
function ConditionsPanel({ conditions, now }) {
	if (conditions.length === 0) return null;
	const meanings = Object.fromEntries(conditions.map(({ type, meaning = "" }) => [type, meaning]));
	return a(Panel, {
		id: "conditions",
		title: "Conditions",
		count: conditions.length,
		flush: true,
		children: a(Conditions, {
			conditions,
			meanings,
			now
		})
	});
}
// src/console/ui/object/fields-panel.tsx
function FieldsPanel({ id, title, fields }) {
	return a(Panel, {
		id,
		title,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: fields,
			keyOf: ({ path }) => path,
			columns: [
				{
					title: "Field",
					names: true,
					cell: ({ label, depth }) => a("span", {
						class: `depth-${Math.min(depth, 5)}`,
						children: shownText(label)
					})
				},
				{
					title: "Value",
					long: true,
					cell: ({ value }) => value === void 0 ? "" : shownText(value)
				},
				{
					title: "What it means",
					cell: ({ description }) => a("span", {
						class: "muted",
						children: description
					})
				}
			]
		})
	});
}
// src/console/ui/object/history-panel.tsx
function HistoryPanel({ history }) {
	const { entries, isPartial, isHidden } = history;
	return a("section", {
		class: "panel",
		"aria-labelledby": "history",
		children: [
			a("h2", {
				id: "history",
				children: "History"
			}),
			isHidden && a("p", { children: "You may not list actions." }),
			entries.length === 0 ? a("p", { children: "Nobody has done anything with it yet." }) : a("ol", {
				class: "history",
				children: entries.map(({ time, who, what, phase, message, href, line }) => a("li", { children: [
					a("time", {
						dateTime: time,
						children: time
					}),
					" ",
					href === void 0 ? what : a("a", {
						href,
						children: what
					}),
					" ",
					who,
					phase === void 0 ? "" : `: ${phase}`,
					" ",
					message !== void 0 && shownText(message),
					line !== void 0 && a("small", { children: ` line ${line} of the audit` })
				] }, `${time} ${what} ${line ?? href ?? ""}`))
			}),
			isPartial && a("p", { children: "Older actions were not looked at." })
		]
	});
}
// src/console/ui/pages/object-page.tsx
function ObjectPage({ model, frame }) {
	const { summary, phase, metadata, isManaged, offers, conditions, spec, status, associations } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("p", { children: summary }),
		isManaged && a("p", {
			class: "notice tone-idle",
			children: "The repository declares this object. It changes by a pull request; a form here writes one."
		}),
		a(ActionBar, {
			offers,
			label: "What can be done"
		}),
		a("dl", {
			class: "facts",
			children: [phase && a($, { children: [a("dt", { children: "Status" }), a("dd", { children: [
				a("strong", { children: phase.name }),
				" ",
				a("small", { children: phase.meaning })
			] })] }), metadata.map(([name, value]) => [a("dt", { children: name }, `${name} name`), a("dd", { children: value }, name)])]
		}),
		a(ConditionsPanel, {
			conditions,
			now: frame.now
		}),
		a(FieldsPanel, {
			id: "spec",
			title: "What it is meant to be",
			fields: spec
		}),
		status.length > 0 && a(FieldsPanel, {
			id: "status",
			title: "What it is",
			fields: status
		}),
		a(AssociationsPanel, { associations }),
		a(YamlPanel, {
			yaml: model.yaml,
			command: model.command
		}),
		a(HistoryPanel, { history: model.history })
	] });
}
// src/console/ui/components/run/run-row.tsx
const sourceIcons = {
	push: "git-commit-horizontal",
	tag: "tag",
	pull_request: "git-pull-request",
	comment: "message-square",
	review: "list-checks",
	label: "tag",
	issue: "circle-dot",
	schedule: "calendar-clock",
	manual: "user",
	workflow_run: "play",
	webhook: "webhook"
};
function RunRow({ run, href, now }) {
	const { metadata, spec, status } = run;
	const { queuedAt, startedAt, finishedAt } = status;
	return a("li", {
		class: "run-row",
		children: [
			a(StatusWord, {
				phase: status.phase ?? "Queued",
				kind: "AgentDispatchRun",
				title: status.message
			}),
			a("div", {
				class: "stack tight",
				children: [a("a", {
					class: "name any-text",
					href,
					children: a(HiddenCharacters, {
						text: spec.title ?? metadata.name,
						most: 300
					})
				}), a("div", {
					class: "from",
					children: [
						a(Chip, {
							icon: sourceIcons[spec.source],
							children: spec.source
						}),
						a("span", { children: spec.repository }),
						a(RefChips, { refs: spec.sourceRefs }),
						a("span", {
							class: "row",
							children: [
								a(Icon, { name: "layers" }),
								spec.agentStack,
								" · ",
								spec.taskKind
							]
						}),
						status.runnerPool && a("span", {
							class: "row",
							children: [a(Icon, { name: "server" }), status.runnerPool]
						}),
						spec.requestedBy && a("span", {
							class: "row",
							children: [a(Icon, { name: "user" }), a(HiddenCharacters, {
								text: spec.requestedBy.name,
								most: 80
							})]
						}),
						status.trustTier && a(TrustChip, { tier: status.trustTier })
					]
				})]
			}),
			a("dl", {
				class: "figures",
				children: [
					a("div", { children: [a("dt", { children: "Queued" }), a("dd", { children: queuedAt === void 0 ? "–" : a(Time, {
						at: queuedAt,
						now
					}) })] }),
					a("div", { children: [a("dt", { children: "Waited" }), a("dd", { children: a(Duration, {
						from: queuedAt,
						to: startedAt ?? finishedAt ?? now
					}) })] }),
					a("div", { children: [a("dt", { children: "Took" }), a("dd", { children: a(Duration, {
						from: startedAt,
						to: finishedAt ?? now
					}) })] }),
					a("div", { children: [a("dt", { children: "Cost" }), a("dd", {
						title: status.cost,
						children: moneyWords(status.cost)
					})] })
				]
			})
		]
	});
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
// src/console/ui/palette/palette-entries.tsx
function PaletteEntries({ entries }) {
	if (entries.length === 0) return a("p", { children: "Nothing that you may see or do has these words." });
	return a("ul", {
		class: "palette-entries",
		children: entries.map(({ label, what, href, phase, actions }) => a("li", { children: [
			a("a", {
				href,
				children: shownText(label)
			}),
			" ",
			a("small", { children: `${what}${phase === void 0 ? "" : `, ${phase}`}` }),
			actions.length > 0 && a("ul", {
				class: "row",
				"aria-label": `What can be done with ${what}`,
				children: actions.map(({ word, href: review, weight }) => a("li", { children: a("a", {
					class: weight === "danger" ? "action danger" : "action",
					href: review ?? "",
					children: word
				}) }, word))
			})
		] }, `${what} ${href}`))
	});
}
// src/console/ui/pages/palette-page.tsx
function PalettePage({ model: { text, entries, isPartial }, frame }) {
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("search", { children: a("form", {
			class: "row",
			method: "get",
			children: [
				a("label", {
					for: "palette-words",
					children: "Go to, or do"
				}),
				a("input", {
					id: "palette-words",
					name: "q",
					type: "search",
					value: text
				}),
				a("button", {
					class: "action",
					type: "submit",
					children: "Find"
				})
			]
		}) }),
		a(PaletteEntries, { entries }),
		isPartial && a("p", { children: "There may be more: use more words." })
	] });
}
// src/console/ui/components/grants/rights-matrix.tsx
function Matrix({ label, corner, columns, rows, cell }) {
	return a(TableWrap, { children: a("table", {
		class: "data matrix",
		"aria-label": label,
		children: [a("thead", { children: a("tr", { children: [a("th", {
			scope: "col",
			children: corner
		}), columns.map((column) => a("th", {
			scope: "col",
			children: column
		}, column))] }) }), a("tbody", { children: rows.map(({ name, href }) => a("tr", { children: [a("th", {
			scope: "row",
			children: href === void 0 ? a(HiddenCharacters, {
				text: name,
				most: 300
			}) : a("a", {
				href,
				children: a(HiddenCharacters, {
					text: name,
					most: 300
				})
			})
		}), columns.map((column) => a("td", {
			"data-label": column,
			children: a("span", { children: cell(name, column) ?? a(NoRight, {}) })
		}, column))] }, name)) })]
	}) });
}
function NoRight() {
	return a($, { children: [a("span", {
		class: "muted",
		"aria-hidden": "true",
		children: "–"
	}), a("span", {
		class: "visually-hidden",
		children: "nothing"
	})] });
}
// src/console/ui/components/grants/role-matrix.tsx
function RoleMatrix({ bindings }) {
	const roles = [...new Set(bindings.map(({ to }) => to))].sort();
	const subjects = [...new Set(bindings.map(({ from }) => from))].sort();
	return a(Matrix, {
		label: "Roles",
		corner: "Who",
		columns: roles.map((role) => role.replace(/^[a-z]+\//, "")),
		rows: subjects.map((name) => ({ name })),
		cell: (subject, column) => {
			const found = bindings.filter(({ from, to }) => from === subject && to.replace(/^[a-z]+\//, "") === column);
			return found.length === 0 ? void 0 : found.map((one) => a(BindingCell, { binding: one }, one.by));
		}
	});
}
function BindingCell({ binding }) {
	const { from, scope, implied, drift, warnings, effect } = binding;
	const origin = !implied ? "bound" : from.startsWith("User/system:") ? "built in" : "via forge";
	return a("div", {
		class: "stack tight",
		children: [
			a(ToneWord, {
				tone: effect === "deny" ? "bad" : implied ? "idle" : "ok",
				icon: effect === "deny" ? "ban" : "check",
				word: effect === "deny" ? "refused" : origin,
				title: binding.by
			}),
			a("span", {
				class: "small muted",
				children: scope
			}),
			drift !== void 0 && a(Chip, {
				tone: "warn",
				children: ["differs: ", drift]
			}),
			warnings.map((warning) => a("span", {
				class: "small",
				children: a(HiddenCharacters, {
					text: warning,
					most: 300
				})
			}, warning))
		]
	});
}
// src/console/ui/pages/permissions-page.tsx
function PermissionsPage({ frame, model }) {
	const { bindings, grants, roles, missing, lists, offers } = model;
	const differing = bindings.filter(({ drift }) => drift !== void 0);
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: lists.map(({ word, href }) => a("a", {
				href,
				children: word
			}, href)),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		(missing.length > 0 || differing.length > 0) && a(Notice, {
			tone: "warn",
			icon: "triangle-alert",
			title: "The database differs from the repository",
			happened: [...missing, ...differing.map(({ by }) => by)].join(", "),
			stillTrue: "No run is dispatched by a binding that differs, until both agree.",
			canBeDone: "Run identikit apply, or change the repository by a pull request."
		}),
		a(Panel, {
			title: "Roles",
			id: "roles",
			icon: "shield",
			flush: true,
			children: a(RoleMatrix, { bindings })
		}),
		a(Panel, {
			title: "Grants",
			id: "grants",
			icon: "key-round",
			count: grants.length,
			flush: true,
			children: a(GrantEdges, { grants })
		}),
		a(Panel, {
			title: "What each role gives",
			id: "rules",
			icon: "list-checks",
			count: roles.length,
			children: roles.map(({ name, rules }) => a("details", { children: [a("summary", { children: name }), a("ul", { children: rules.map((rule) => a("li", { children: a("code", { children: rule }) }, rule)) })] }, name))
		})
	] });
}
function GrantEdges({ grants }) {
	return a(DataTable, {
		label: "Grants",
		rows: grants,
		keyOf: ({ by }) => by,
		empty: a("p", {
			class: "muted",
			children: "Nothing is given to anybody."
		}),
		columns: [
			{
				title: "To",
				names: true,
				cell: ({ from }) => a(HiddenCharacters, {
					text: from,
					most: 200
				})
			},
			{
				title: "What",
				cell: ({ to }) => to
			},
			{
				title: "Effect",
				cell: ({ effect }) => a(StatusWord, { phase: effect })
			},
			{
				title: "Where",
				cell: ({ scope }) => scope
			},
			{
				title: "By",
				cell: ({ by }) => a("code", { children: by })
			},
			{
				title: "Look at",
				cell: ({ warnings }) => warnings.length === 0 ? "–" : warnings.join("; ")
			}
		]
	});
}
// src/console/ui/pages/refused-page.tsx
function RefusedPage({ frame, model: { status, code, message, remedy, back } }) {
	const offers = back === void 0 ? [] : [{
		id: "back",
		word: "Back to the form",
		href: back
	}];
	return a($, { children: [a(PageHead, { title: frame.title }), status === 403 ? a(ForbiddenState, {
		asked: "the right to see this page",
		reasons: [message],
		remedy,
		offers
	}) : status === 404 ? a(NotFoundState, {
		what: message,
		offers
	}) : a(FailureState, {
		code,
		message,
		remedy,
		offers
	})] });
}
// src/console/ui/pages/repositories-page.tsx
function RepositoriesPage({ frame, model: { repositories } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Where agents work, and what came in lately."
	}), a(DataTable, {
		label: "Repositories",
		rows: repositories,
		keyOf: ({ repository }) => repository,
		empty: a(EmptyState, {
			title: "No repository yet",
			children: "One is listed with its first event, run or workspace. Dispatch an agent, or let a rule do it."
		}),
		columns: [
			{
				title: "Repository",
				names: true,
				cell: ({ repository, href }) => a("a", {
					href,
					children: a(HiddenCharacters, {
						text: repository,
						most: 200
					})
				})
			},
			{
				title: "Runs",
				figures: true,
				cell: ({ runs }) => runs
			},
			{
				title: "Workspaces",
				figures: true,
				cell: ({ workspaces }) => workspaces
			},
			{
				title: "Deliveries",
				figures: true,
				cell: ({ deliveries }) => deliveries
			},
			{
				title: "Seen",
				cell: ({ lastSeen }) => lastSeen === void 0 ? "–" : a(Time, {
					at: lastSeen,
					now: frame.now
				})
			}
		]
	})] });
}
// src/console/ui/components/data/board.tsx
function Board({ label, columns, keyOf, card }) {
	return a("section", {
		class: "board",
		"aria-label": label,
		...scrolls,
		children: columns.map(({ name, cards, limit }) => {
			const isOver = limit !== void 0 && cards.length > limit;
			return a("section", {
				class: isOver ? "over" : void 0,
				"aria-label": name,
				children: [a("header", { children: [a("h3", { children: a(HiddenCharacters, {
					text: name,
					most: 100
				}) }), a(Chip, {
					tone: isOver ? "warn" : void 0,
					icon: isOver ? "triangle-alert" : void 0,
					children: [limit === void 0 ? cards.length : `${cards.length} of ${limit}`, isOver && " (over the limit)"]
				})] }), a("ul", { children: cards.map((one) => a("li", {
					class: "card",
					children: card(one, name)
				}, keyOf(one))) })]
			}, name);
		})
	});
}
const scrolls = { tabIndex: 0 };
// src/console/ui/pages/repository-page.tsx
function RepositoryPage({ frame, model }) {
	const { tabs, tab, offers, runs, board } = model;
	const { now } = frame;
	const showsRuns = [
		"code",
		"pull-requests",
		"issues",
		"runs"
	].includes(tab);
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(Tabs, {
			label: "Parts of the repository",
			tabs,
			current: tabs.find(({ href }) => href.endsWith(`/${tab}`))?.href ?? ""
		}),
		tab === "issues" && a(LabelBoard, { lanes: board }),
		showsRuns && a(RepositoryRuns, {
			runs,
			now
		}),
		a(RecordPanel, {
			title: "Approvals",
			id: "approvals",
			icon: "inbox",
			kind: "AgentApproval",
			records: model.approvals,
			now
		}),
		a(RecordPanel, {
			title: "Workspaces",
			id: "workspaces",
			icon: "folder",
			kind: "AgentWorkspace",
			records: model.workspaces,
			now
		}),
		a(RecordPanel, {
			title: "Sessions",
			id: "sessions",
			icon: "message-square",
			kind: "AgentSession",
			records: model.sessions,
			now
		}),
		a(RecordPanel, {
			title: "Deliveries",
			id: "deliveries",
			icon: "webhook",
			kind: "WebhookDelivery",
			records: model.deliveries,
			now
		}),
		a(RecordPanel, {
			title: "Rules",
			id: "rules",
			icon: "webhook",
			kind: "AgentTriggerRule",
			records: model.rules,
			now
		}),
		a(RecordPanel, {
			title: "Stacks",
			id: "stacks",
			icon: "layers",
			kind: "AgentStack",
			records: model.stacks,
			now
		}),
		!showsRuns && isEmpty(model) && a(EmptyState, {
			title: "Nothing here yet",
			children: "Nothing of this kind is known of the repository."
		})
	] });
}
function isEmpty({ approvals, workspaces, sessions, deliveries, rules, stacks }) {
	return [
		approvals,
		workspaces,
		sessions,
		deliveries,
		rules,
		stacks
	].every((records) => records.length === 0);
}
function RepositoryRuns({ runs, now }) {
	return a(Panel, {
		title: "Runs",
		id: "runs",
		icon: "activity",
		count: runs.length,
		flush: true,
		children: a(DataTable, {
			label: "Runs",
			rows: runs,
			keyOf: ({ name }) => name,
			empty: a(EmptyState, {
				title: "No runs",
				children: "No agent has worked on it."
			}),
			columns: [
				{
					title: "Run",
					names: true,
					cell: ({ title, href }) => a("a", {
						href,
						children: a(HiddenCharacters, {
							text: title,
							most: 200
						})
					})
				},
				{
					title: "Status",
					cell: ({ phase }) => a(StatusWord, {
						phase,
						kind: "AgentDispatchRun"
					})
				},
				{
					title: "Stack",
					cell: ({ stack }) => stack
				},
				{
					title: "From",
					cell: ({ source, target }) => target === void 0 ? source : `${source}, ${target}`
				},
				{
					title: "Since",
					cell: ({ since }) => a(Time, {
						at: since,
						now
					})
				}
			]
		})
	});
}
function RecordPanel({ title, id, icon, kind, records, now }) {
	if (records.length === 0) return null;
	return a(Panel, {
		title,
		id,
		icon,
		count: records.length,
		flush: true,
		children: a(DataTable, {
			label: title,
			rows: records,
			keyOf: ({ name }) => name,
			columns: [
				{
					title: "Name",
					names: true,
					cell: ({ name, href }) => a("a", {
						href,
						children: name
					})
				},
				{
					title: "Status",
					cell: ({ phase }) => a(StatusWord, {
						phase,
						kind
					})
				},
				{
					title: "What",
					cell: ({ text }) => a(HiddenCharacters, {
						text,
						most: 200
					})
				},
				{
					title: "Since",
					cell: ({ since }) => a(Time, {
						at: since,
						now
					})
				}
			]
		})
	});
}
function LabelBoard({ lanes }) {
	if (lanes.length === 0) return a(EmptyState, {
		title: "An empty board",
		children: "An issue is here once a rule or a run works on it."
	});
	return a(Board, {
		label: "Issues by label",
		columns: lanes.map(({ label, limit, items }) => ({
			name: label,
			limit,
			cards: items
		})),
		keyOf: ({ name }) => name,
		card: ({ title, phase, href, moves }) => a($, { children: [
			a("a", {
				href,
				children: a(HiddenCharacters, {
					text: title,
					most: 200
				})
			}),
			" ",
			a(StatusWord, {
				phase,
				kind: "WorkItem"
			}),
			a("details", { children: [a("summary", {
				"aria-label": `Move ${title}`,
				children: "Move"
			}), a(ActionBar, {
				label: `Where ${title} can go`,
				offers: moves
			})] })
		] })
	});
}
// src/console/ui/pages/review-page.tsx
function ReviewPage({ model, frame }) {
	const { does, target, difference, impact, fields, hidden, offer, fault } = model;
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		fault && a(FaultNotice, { fault }),
		a("section", {
			class: "panel",
			"aria-labelledby": "target",
			children: [
				a("h2", {
					id: "target",
					children: "Target"
				}),
				a("p", { children: does }),
				a("dl", {
					class: "facts",
					children: [
						a("dt", { children: target.kind }),
						a("dd", { children: a("a", {
							href: target.href,
							children: target.name === "" ? "all of them" : target.name
						}) }),
						target.phase !== void 0 && a($, { children: [a("dt", { children: "Status" }), a("dd", { children: target.phase })] }),
						target.repository !== void 0 && a($, { children: [a("dt", { children: "Repository" }), a("dd", { children: target.repository })] }),
						target.version !== void 0 && a($, { children: [a("dt", { children: "Version" }), a("dd", { children: target.version })] })
					]
				})
			]
		}),
		difference && a("section", {
			class: "panel",
			"aria-labelledby": "difference",
			children: [a("h2", {
				id: "difference",
				children: "What changes"
			}), a(DifferenceLines, { lines: difference })]
		}),
		a(ImpactPanel, { impact }),
		a("form", {
			class: "panel form",
			method: "post",
			action: offer.href,
			"aria-label": offer.word,
			children: [
				a("input", {
					type: "hidden",
					name: "csrf",
					value: frame.csrf
				}),
				Object.entries(hidden).map(([name, value]) => a("input", {
					type: "hidden",
					name,
					value
				}, name)),
				a(FieldList, { fields }),
				a(WhyNot, { offer }),
				a("div", {
					class: "actions",
					children: [a("button", {
						class: offer.weight === "danger" ? "action danger" : "action first",
						type: "submit",
						disabled: offer.reason !== void 0,
						"aria-describedby": offer.reason === void 0 ? void 0 : "why-not",
						children: offer.word
					}), a("a", {
						class: "action",
						href: target.href,
						children: "Back"
					})]
				})
			]
		})
	] });
}
// src/console/ui/pages/rule-list-page.tsx
function RuleListPage({ model: { filter, create, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Which events start which stacks.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "rules",
			title: "Rules",
			icon: "webhook",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Rules",
				table,
				now
			})
		})
	] });
}
// src/console/ui/components/states/state-notice.tsx
function StateNotice({ state, offers, ...words }) {
	const usual = namedStates[state];
	return a(Notice, {
		...usual,
		happened: words.happened ?? usual.happened,
		stillTrue: words.stillTrue ?? usual.stillTrue,
		canBeDone: words.canBeDone ?? usual.canBeDone,
		offers,
		live: true
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
// src/console/ui/pages/rule-page.tsx
function RulePage({ model, frame: { now, title } }) {
	const { status, states, offers, sections, executions, dryRun } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			beside: a(ShownValue, {
				value: status,
				now
			})
		}),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(StateList, { states }),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id)),
		a(Panel, {
			id: "executions",
			title: "Executions",
			icon: "list-checks",
			count: executions.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Executions",
				table: executions,
				now
			})
		}),
		a(DryRunPanel, {
			form: dryRun,
			now
		})
	] });
}
function DryRunPanel({ form, now }) {
	const { action, delivery, deliveries, offer, result, problem } = form;
	return a(Panel, {
		id: "dry-run",
		title: "Dry run",
		icon: "play",
		children: [
			a("p", {
				class: "muted",
				children: "What would come of a stored delivery. Nothing is started, and nothing is written down."
			}),
			offer.reason === void 0 ? a("form", {
				method: "get",
				action: `${action}#dry-run`,
				class: "row",
				children: [
					a("label", {
						for: "delivery",
						children: "Delivery"
					}),
					a("input", {
						id: "delivery",
						name: "delivery",
						type: "text",
						defaultValue: delivery,
						list: "deliveries",
						required: true
					}),
					a("datalist", {
						id: "deliveries",
						children: deliveries.map(({ name, words }) => a("option", {
							value: name,
							children: words.slice(0, 200)
						}, name))
					}),
					a("button", {
						type: "submit",
						class: "action",
						children: "Try it"
					})
				]
			}) : a(ActionBar, {
				label: "What can be done",
				offers: [offer]
			}),
			problem !== void 0 && a("p", {
				class: "any-text",
				children: a(HiddenCharacters, { text: problem })
			}),
			result && a($, { children: [a("p", {
				class: "strong",
				children: result.matched ? "The rule matches this event." : "The rule does not match this event."
			}), result.sections.map((section) => a(SectionPanel, {
				section,
				now
			}, section.id))] })
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
// src/console/ui/pages/run-events-page.tsx
function RunEventsPage({ model: { run, part }, frame }) {
	return a($, { children: [a(PageHead, { title: frame.title }), a("section", {
		class: "panel",
		"aria-label": "Events",
		children: [part ? a(PagedTimeline, { part }) : a("p", {
			class: "pad muted",
			children: "The run has had no attempt yet."
		}), a("p", {
			class: "pad",
			children: a("a", {
				href: addressOf(frame.organization, "agents", "runs", run),
				children: "The run"
			})
		})]
	})] });
}
// src/console/ui/pages/run-list-page.tsx
function RunListPage({ model, frame: { now, title } }) {
	const { filter, runs, empty, next, dispatch, durations } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "What agents were given to do, the newest first.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [dispatch]
			})
		}),
		a(FilterForm, { filter }),
		a("section", {
			class: "panel",
			"aria-label": "Runs",
			children: a("div", {
				class: "body flush",
				children: [a(RunRows, {
					runs,
					now,
					empty
				}), a(NextPage, { href: next })]
			})
		}),
		durations && a(PlotPanel, {
			id: "over-runs",
			title: "Durations",
			plots: [durations]
		})
	] });
}
// src/console/ui/components/run/transcript-panel.tsx
function TranscriptPanel({ events, now }) {
	return a("div", {
		class: "transcript",
		children: events.filter(({ type }) => type === "message").map((event) => a(ChatMessage, {
			event,
			now
		}, event.seq))
	});
}
function ChatMessage({ event, now }) {
	const { name, from } = speakerOf(event);
	const look = {
		agent: "",
		person: "from-person",
		thinking: "thinking"
	}[from];
	return a("article", {
		class: look,
		"aria-label": `Message ${event.seq} of ${name}`,
		children: [a("span", {
			class: "face",
			children: a(Icon, { name: from === "person" ? "user" : from === "thinking" ? "brain" : "bot" })
		}), a("div", {
			class: "stack tight",
			children: [a("p", {
				class: "row small muted",
				children: [
					a("span", {
						class: "strong",
						children: a(HiddenCharacters, {
							text: name,
							most: 80
						})
					}),
					from === "thinking" && "thinking",
					event.time !== void 0 && a(Time, {
						at: event.time,
						now
					}),
					event.truncated && "cut off"
				]
			}), a(Markdown, { text: event.text ?? "" })]
		})]
	});
}
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
// src/console/ui/pages/search-page.tsx
function SearchPage({ model: { text, organizations }, frame }) {
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("search", { children: a("form", {
			class: "row",
			method: "get",
			children: [
				a("label", {
					for: "q",
					children: "Words of a name, title or repository"
				}),
				a("input", {
					id: "q",
					name: "q",
					type: "search",
					value: text
				}),
				a("button", {
					class: "action",
					type: "submit",
					children: "Search"
				})
			]
		}) }),
		organizations.map(({ name, groups }) => groups.length === 0 ? a(EmptyState, {
			title: text === "" ? "Search for something" : `Nothing in ${name}`,
			children: text === "" ? "Write a word of it above." : "Nothing that you may see has these words."
		}, name) : groups.map(({ kind, plural, hits, isPartial }) => a(Panel, {
			key: plural,
			id: `${name}-${plural}`,
			title: `${kind} in ${name}`,
			count: isPartial ? `${hits.length}+` : hits.length,
			flush: true,
			children: [a(DataTable, {
				label: `${kind} in ${name}`,
				rows: hits,
				keyOf: (hit) => hit.name,
				columns: [
					{
						title: "What",
						names: true,
						cell: (hit) => a("a", {
							href: hit.href,
							children: shownText(hit.title ?? hit.name)
						})
					},
					{
						title: "Name",
						cell: (hit) => hit.name
					},
					{
						title: "Status",
						cell: ({ phase }) => phase === void 0 ? "–" : a(StatusWord, {
							phase,
							kind
						})
					}
				]
			}), isPartial && a("p", {
				class: "pad muted",
				children: "There may be more: use more words."
			})]
		})))
	] });
}
// src/console/ui/pages/session-list-page.tsx
function SessionListPage({ model: { filter, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "The conversations of runs."
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "sessions",
			title: "Sessions",
			icon: "message-square",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Sessions",
				table,
				now
			})
		})
	] });
}
// src/console/ui/pages/session-page.tsx
function SessionPage({ model, frame: { now, title } }) {
	const { states, offers, sections, messages } = model;
	return a($, { children: [
		a(PageHead, { title }),
		offers.length > 0 && a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(StateList, { states }),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id)),
		a(Panel, {
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
		})
	] });
}
// src/console/ui/pages/settings-page.tsx
function SettingsPage({ frame, model }) {
	const { pauses, budgets, policies, offers, use } = model;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: policies.map(({ word, href, count }) => a("a", {
				href,
				children: `${word} (${count})`
			}, href)),
			actions: a(ActionBar, {
				label: "What can be done",
				offers
			})
		}),
		a(Panel, {
			title: "Pauses",
			id: "pauses",
			icon: "circle-pause",
			count: pauses.length,
			flush: true,
			children: a(DataTable, {
				label: "Pauses",
				rows: pauses,
				keyOf: ({ name }) => name,
				empty: a("p", {
					class: "muted",
					children: "Nothing is paused."
				}),
				columns: [
					{
						title: "What",
						names: true,
						cell: ({ target, href }) => a("a", {
							href,
							children: target
						})
					},
					{
						title: "Status",
						cell: ({ phase }) => a(StatusWord, {
							phase,
							kind: "AgentPause"
						})
					},
					{
						title: "Why",
						cell: ({ reason }) => a(HiddenCharacters, {
							text: reason,
							most: 300
						})
					},
					{
						title: "Since",
						cell: ({ since }) => a(Time, {
							at: since,
							now: frame.now
						})
					},
					{
						title: "Until",
						cell: ({ until }) => until === void 0 ? "it is ended" : a(Time, {
							at: until,
							now: frame.now
						})
					},
					{
						title: "Action",
						cell: ({ end }) => a(ActionLink, { offer: end })
					}
				]
			})
		}),
		a(Panel, {
			title: "Budgets",
			id: "budgets",
			icon: "gauge",
			count: budgets.length,
			flush: true,
			children: a(DataTable, {
				label: "Budgets, with what was used today",
				rows: budgets,
				keyOf: ({ name }) => name,
				empty: a("p", {
					class: "muted",
					children: "No budget limits runs, tokens or money."
				}),
				columns: [
					{
						title: "Budget",
						names: true,
						cell: ({ name, href }) => a("a", {
							href,
							children: name
						})
					},
					{
						title: "For",
						cell: ({ target }) => target
					},
					{
						title: "Runs today",
						figures: true,
						cell: ({ runs }) => runs
					},
					{
						title: "Tokens today",
						figures: true,
						cell: ({ tokens }) => tokens
					},
					{
						title: "US dollars today",
						figures: true,
						cell: ({ cost }) => cost
					},
					{
						title: "Longest chain",
						figures: true,
						cell: ({ chainDepth }) => chainDepth ?? 3
					}
				]
			})
		}),
		use && a(PlotPanel, {
			id: "use",
			title: "Use by day",
			plots: use
		})
	] });
}
// src/console/ui/pages/stack-list-page.tsx
function StackListPage({ model: { filter, create, table }, frame: { now, title } }) {
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Agents that can be dispatched.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "stacks",
			title: "Stacks",
			icon: "layers",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Stacks",
				table,
				now
			})
		})
	] });
}
// src/console/ui/components/grants/mcp-health-card.tsx
function McpHealthCard({ server, offers = [], now }) {
	const { metadata, spec, status } = server;
	const { serverName, serverVersion, protocolVersion, tools = [], conditions = [] } = status;
	const said = [serverName, serverVersion].filter((word) => word !== void 0).join(" ");
	return a(Panel, {
		id: `mcp-${metadata.name}`,
		title: spec.title ?? metadata.name,
		icon: "plug",
		level: 3,
		aside: a(StatusWord, {
			phase: status.phase ?? "Unknown",
			kind: "AgentMcpServer",
			boxed: true
		}),
		children: [
			a(FactsList, { facts: [
				["Transport", spec.transport],
				["Asked", status.probedAt && a(Time, {
					at: status.probedAt,
					now
				})],
				["Says it is", said && a(HiddenCharacters, {
					text: said,
					most: 300
				})],
				["Protocol", protocolVersion && a(HiddenCharacters, {
					text: protocolVersion,
					most: 64
				})],
				["Row", status.contentDigest && a(DigestText, { digest: status.contentDigest })],
				["Tools", status.toolsDigest && a(DigestText, { digest: status.toolsDigest })],
				["Stacks", spec.scope.stacks?.join(", ") ?? "all"],
				["Secrets", spec.needs?.secrets?.join(", ")]
			] }),
			tools.length > 0 && a("details", { children: [a("summary", { children: counted(tools.length, "tool") }), a("ul", {
				class: "stack tight",
				children: tools.slice(0, 200).map(({ name, description }) => a("li", {
					class: "any-text",
					children: [
						a("code", { children: a(HiddenCharacters, {
							text: name,
							most: 256
						}) }),
						" ",
						a("span", {
							class: "muted",
							children: a(HiddenCharacters, {
								text: description ?? "",
								most: 500
							})
						})
					]
				}, name))
			})] }),
			conditions.length > 0 && a(Conditions, {
				conditions,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Actions on ${metadata.name}`,
				offers
			})
		]
	});
}
// src/console/ui/components/grants/needs-panel.tsx
function NeedsPanel({ needs }) {
	const open = needs.filter(({ status }) => status.phase !== "Met").length;
	return a(Panel, {
		id: "needs",
		title: "What it needs",
		icon: "key-round",
		count: open === 0 ? needs.length : `${open} open of ${needs.length}`,
		flush: true,
		children: a(DataTable, {
			label: "What it needs",
			rows: needs,
			keyOf: ({ metadata }) => metadata.name,
			empty: a(EmptyState, {
				title: "It needs nothing",
				icon: "check",
				children: "None of its tools, servers and skills asks for a secret, a config or a role."
			}),
			columns: [
				{
					title: "Need",
					names: true,
					cell: ({ spec }) => a($, { children: [
						a(HiddenCharacters, {
							text: spec.name,
							most: 253
						}),
						" ",
						a("span", {
							class: "muted small",
							children: spec.need
						})
					] })
				},
				{
					title: "Status",
					cell: ({ status }) => a(StatusWord, {
						phase: status.phase ?? "Missing",
						kind: "AgentCapabilityRequirement"
					})
				},
				{
					title: "Needed by",
					cell: ({ spec: { requiredBy, subagent } }) => `${spacedWords(requiredBy.kind.replace(/^Agent/, ""))} ${requiredBy.name}${subagent ? `, for ${subagent}` : ""}`
				},
				{
					title: "For",
					cell: ({ spec }) => spec.purpose ?? ""
				},
				{
					title: "Grant",
					cell: ({ status }) => status.grant ?? ""
				},
				{
					title: "What to do",
					cell: ({ status }) => a(HiddenCharacters, {
						text: status.remedy ?? "",
						most: 1e3
					})
				}
			]
		})
	});
}
// src/console/ui/pages/stack-page.tsx
function StackPage({ model, frame: { now, title } }) {
	const { status, offers, builder, needs, servers, runs, sections } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			beside: a(ShownValue, {
				value: status,
				now
			})
		}),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(Panel, {
			id: "builder",
			title: "Readiness",
			icon: "list-checks",
			flush: true,
			children: a(ShownRows, {
				label: "Readiness",
				table: builder,
				now
			})
		}),
		a(NeedsPanel, { needs }),
		servers.map(({ server, offers: own }) => a(McpHealthCard, {
			server,
			offers: scopedOffers(own, server.metadata.name),
			now
		}, server.metadata.name)),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id)),
		a(Panel, {
			id: "runs",
			title: "Newest runs",
			icon: "play",
			count: runs.length,
			flush: true,
			children: a(RunRows, {
				runs,
				now,
				empty: "No run has used it."
			})
		})
	] });
}
// src/console/ui/pages/templates-page.tsx
function TemplatesPage({ frame, model: { templates } }) {
	return a($, { children: [a(PageHead, {
		title: frame.title,
		lead: "Where identities are written, and what each template resolved to."
	}), a(DataTable, {
		label: "Templates",
		rows: templates,
		keyOf: ({ name }) => name,
		empty: a(EmptyState, {
			title: "No templates",
			children: "manifest.json names none. Add one to workspace_templates, and run identikit fetch."
		}),
		columns: [
			{
				title: "Template",
				names: true,
				cell: ({ name, href }) => a("a", {
					href,
					children: name
				})
			},
			{
				title: "Repository",
				cell: ({ repository }) => a(HiddenCharacters, {
					text: repository,
					most: 200
				})
			},
			{
				title: "Ref",
				cell: ({ ref }) => ref ?? "default branch"
			},
			{
				title: "Commit",
				cell: ({ commit }) => commit === void 0 ? "not locked" : commit === "none" ? "a directory" : a(CommitChip, { commit })
			},
			{
				title: "Tree",
				cell: ({ treeDigest }) => treeDigest === void 0 ? "–" : a(DigestText, {
					digest: treeDigest,
					copies: true
				})
			},
			{
				title: "Files",
				figures: true,
				cell: ({ files }) => files ?? "–"
			},
			{
				title: "Agents",
				figures: true,
				cell: ({ agents }) => agents.length
			}
		]
	})] });
}
function TemplatePage({ frame, model: { template, agents, trace } }) {
	const { repository, ref, path, locked } = template;
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: trace !== void 0 && a("a", {
				href: trace,
				children: "Trace it to images, environments and runs"
			})
		}),
		a(Panel, {
			title: "Source",
			id: "source",
			icon: "git-branch",
			children: a(FactsList, { facts: [
				["Repository", a(HiddenCharacters, {
					text: repository,
					most: 300
				}, "repository")],
				["Ref", ref ?? "default branch"],
				["Directory", path ?? "the repository's root"],
				["Commit", locked ? locked.commit ?? "a directory without a commit" : "not locked"],
				["Tree digest", locked && a(DigestText, {
					digest: locked.treeDigest,
					whole: true,
					copies: true
				})]
			] })
		}),
		a(Panel, {
			title: "Agents",
			id: "agents",
			icon: "bot",
			count: agents.length,
			children: agents.length === 0 ? a("p", {
				class: "muted",
				children: "No agent of agents.json is made from it."
			}) : a("ul", {
				class: "row",
				children: agents.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})
		}),
		locked && a(Panel, {
			title: "Assets",
			id: "assets",
			icon: "file",
			count: locked.files.length,
			flush: true,
			children: a(DataTable, {
				label: "Assets",
				rows: locked.files,
				keyOf: (file) => file.path,
				columns: [{
					title: "Path",
					names: true,
					cell: (file) => a(HiddenCharacters, {
						text: file.path,
						most: 300
					})
				}, {
					title: "Digest",
					cell: ({ digest }) => a(DigestText, { digest })
				}]
			})
		})
	] });
}
// src/console/ui/pages/trace-page.tsx
function TracePage({ frame, model: { asked, graph, findings, hrefs } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Every link from a template's commit to what carries it, and back, verified when this page was made."
		}),
		a(FilterForm, {
			filter: {
				action: frame.address.split("?")[0] ?? "",
				fields: [{
					name: "what",
					label: "A template, image digest, agent, stack or run",
					value: asked
				}],
				active: asked !== ""
			},
			submit: "Trace"
		}),
		graph === void 0 ? a(EmptyState, {
			title: "Nothing was asked yet",
			icon: "search",
			children: "Name a template, TEMPLATE@COMMIT, an image, an agent, an env directory, a stack or a run."
		}) : a($, { children: [
			a(Panel, {
				title: "Links",
				id: "graph",
				icon: "network",
				children: a(Graph, {
					id: "trace",
					title: `Trace of ${asked}`,
					summary: "What each thing was derived from, from left to right.",
					nodes: graph.nodes.map(({ id, kind, name }) => ({
						id,
						kind,
						name,
						href: hrefs[id],
						status: statusOf(graph, id)
					})),
					edges: graph.links.map(({ from, to, says }) => ({
						from,
						to,
						name: says
					}))
				})
			}),
			a(Panel, {
				title: "How each was verified",
				id: "links",
				icon: "shield-check",
				count: graph.links.length,
				flush: true,
				children: a(DataTable, {
					label: "Links",
					rows: graph.links,
					keyOf: ({ id }) => id,
					columns: [
						{
							title: "Link",
							long: true,
							names: true,
							cell: ({ from, says, to }) => a(HiddenCharacters, {
								text: `${from} ${says} ${to}`,
								most: 300
							})
						},
						{
							title: "Verdict",
							cell: ({ verdict }) => a(StatusWord, { phase: verdict })
						},
						{
							title: "Rests on",
							long: true,
							cell: ({ restsOn }) => a(HiddenCharacters, {
								text: restsOn,
								most: 200
							})
						},
						{
							title: "Verified by",
							cell: ({ verifiedBy }) => verifiedBy
						},
						{
							title: "Found",
							long: true,
							cell: ({ detail }) => a(HiddenCharacters, {
								text: detail,
								most: 300
							})
						}
					]
				})
			}),
			findings.length > 0 && a(Panel, {
				title: "What does not hold",
				id: "findings",
				icon: "triangle-alert",
				count: findings.length,
				children: a("ul", {
					class: "findings",
					children: findings.map((finding) => a("li", { children: a(FindingEntry, { finding }) }, `${finding.code} ${finding.subject} ${finding.path}`))
				})
			}),
			graph.notLookedAt.length > 0 && a(Panel, {
				title: "Not looked at",
				id: "not-looked-at",
				icon: "eye-off",
				children: a("ul", { children: graph.notLookedAt.map((sentence) => a("li", { children: sentence }, sentence)) })
			})
		] })
	] });
}
function statusOf({ links }, id) {
	const verdicts = links.filter(({ to }) => to === id).map(({ verdict }) => verdict);
	return [
		"broken",
		"unverified",
		"holds"
	].find((verdict) => verdicts.includes(verdict));
}
// src/console/ui/pages/workspace-list-page.tsx
function WorkspaceListPage({ model, frame: { now, title } }) {
	const { filter, create, modes, mode, table } = model;
	return a($, { children: [
		a(PageHead, {
			title,
			lead: "Where agents work on repositories.",
			actions: a(ActionBar, {
				label: "What can be done",
				offers: [create]
			})
		}),
		a(Tabs, {
			label: "Which workspaces",
			tabs: modes,
			current: mode
		}),
		a(FilterForm, { filter }),
		a(Panel, {
			id: "workspaces",
			title: "Workspaces",
			icon: "folder-git-2",
			count: table.rows.length,
			flush: true,
			children: a(ShownRows, {
				label: "Workspaces",
				table,
				now
			})
		})
	] });
}
// src/console/ui/pages/workspace-new-page.tsx
function WorkspaceNewPage({ model, frame: { title } }) {
	if (model.offer.reason !== void 0) return a(ActionBar, {
		label: "What can be done",
		offers: [model.offer]
	});
	return a($, { children: [a(PageHead, {
		title,
		lead: "A place where an agent or a person works on a repository."
	}), a(Panel, {
		id: "new",
		title: "What it is made of",
		icon: "folder-git-2",
		children: a("form", {
			method: "get",
			action: model.action,
			class: "stack",
			children: [a(WorkspaceFields, { model }), a("p", {
				class: "row",
				children: [a("button", {
					type: "submit",
					class: "action first",
					children: "Go on"
				}), a("span", {
					class: "muted",
					children: "Nothing is made before you have seen all of it."
				})]
			})]
		})
	})] });
}
function WorkspaceFields({ model }) {
	const { name, repositories, policies, owners, tiers, given } = model;
	return a($, { children: [
		a("input", {
			type: "hidden",
			name: "spec.externalId",
			value: name
		}),
		a(Field, {
			id: "name",
			name: "metadata.name",
			label: "Name",
			value: name
		}),
		a(Field, {
			id: "repository",
			name: "spec.repository",
			label: "Repository, as OWNER/REPO",
			value: given["spec.repository"] ?? "",
			known: repositories
		}),
		a(Field, {
			id: "ref",
			name: "spec.refs.ref",
			label: "Ref, such as refs/heads/main",
			value: given["spec.refs.ref"] || "refs/heads/main"
		}),
		a(Choice, {
			id: "policy",
			name: "spec.policy",
			label: "Policy",
			options: policies,
			value: given["spec.policy"],
			none: true
		}),
		a(Choice, {
			id: "ownership",
			name: "spec.ownership",
			label: "Made for",
			options: owners,
			value: given["spec.ownership"] || "manual"
		}),
		a(Choice, {
			id: "tier",
			name: "spec.trustTier",
			label: "Tier of the work in it",
			options: tiers,
			value: "restricted"
		}),
		a(Choice, {
			id: "owner-kind",
			name: "spec.ownerRef.kind",
			label: "Owner: what it is",
			options: [
				"issue",
				"pull_request",
				"check",
				"job",
				"branch"
			],
			value: given["spec.ownerRef.kind"],
			none: true
		}),
		a(Field, {
			id: "owner-id",
			name: "spec.ownerRef.id",
			label: "Owner: its number",
			value: given["spec.ownerRef.id"] ?? ""
		})
	] });
}
function Field({ id, name, label, value, known }) {
	return a("p", {
		class: "field",
		children: [
			a("label", {
				for: id,
				children: label
			}),
			a("input", {
				id,
				type: "text",
				name,
				defaultValue: value,
				list: known && `${id}-known`
			}),
			known && a("datalist", {
				id: `${id}-known`,
				children: known.map((one) => a("option", { value: one }, one))
			})
		]
	});
}
function Choice({ id, name, label, options, value, none = false }) {
	return a("p", {
		class: "field",
		children: [a("label", {
			for: id,
			children: label
		}), a("select", {
			id,
			name,
			children: [none && a("option", {
				value: "",
				children: "None"
			}), options.map((one) => a("option", {
				value: one,
				selected: one === value,
				children: one.replaceAll("_", " ")
			}, one))]
		})]
	});
}
// src/console/ui/components/workspace/workspace-card.tsx
function WorkspaceCard({ workspace, href, offers = [], now }) {
	const { metadata, spec, status } = workspace;
	return a(Panel, {
		id: `workspace-${metadata.name}`,
		title: metadata.name,
		icon: "folder-git-2",
		level: 3,
		aside: a("span", {
			class: "row",
			children: [
				spec.pinned && a(Chip, {
					icon: "pin",
					children: "pinned"
				}),
				a(TrustChip, { tier: spec.trustTier }),
				a(StatusWord, {
					phase: status.phase ?? "Provisioning",
					kind: "AgentWorkspace",
					boxed: true
				})
			]
		}),
		children: [
			a(FactsList, { facts: [
				["Repository", href === void 0 ? spec.repository : a("a", {
					href,
					children: spec.repository
				})],
				["Made for", a(OwnerWords, { workspace })],
				["Made from", spec.refs && a(RefChips, { refs: spec.refs })],
				["Place", spec.workspacePath ? a("code", { children: spec.workspacePath }) : spec.externalId],
				["Machine", spec.host],
				["Last used", status.lastUsedAt && a(Time, {
					at: status.lastUsedAt,
					now
				})],
				["May be removed", status.cleanupAfter && a(Time, {
					at: status.cleanupAfter,
					now
				})],
				["Runs", status.runs?.length ? status.runs.join(", ") : void 0],
				["Sessions", status.sessions?.length ? status.sessions.join(", ") : void 0],
				["Notes", spec.notes && a(HiddenCharacters, {
					text: spec.notes,
					most: 2e3
				})]
			] }),
			status.git && a(GitFacts, {
				git: status.git,
				now
			}),
			status.runtime && status.runtime.length > 0 && a(RuntimeLinks, { surfaces: status.runtime }),
			status.conditions && status.conditions.length > 0 && a(Conditions, {
				conditions: status.conditions,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Actions on ${metadata.name}`,
				offers
			})
		]
	});
}
function OwnerWords({ workspace: { spec } }) {
	const { ownership, ownerRef, owner } = spec;
	return a($, { children: [
		a(Chip, { children: spacedWords(ownership) }),
		ownerRef && a("span", { children: `${spacedWords(ownerRef.kind)} ${ownerRef.id}` }),
		owner && a("span", {
			class: "muted",
			children: ["by ", owner.name]
		})
	] });
}
const surfaceIcons = {
	preview: "globe",
	dev_server: "server",
	terminal: "terminal",
	logs: "scroll-text",
	health: "heart-pulse",
	port: "plug",
	mcp: "plug"
};
function RuntimeLinks({ surfaces }) {
	return a("ul", {
		class: "row",
		"aria-label": "What runs in it",
		children: surfaces.map(({ kind, name, url, health, command, exitCode }) => {
			const address = url === void 0 ? void 0 : safeWebAddress(url)?.href;
			const ended = exitCode === void 0 ? "" : `, exit code ${exitCode}`;
			return a("li", {
				class: "row",
				children: [a(Chip, {
					icon: surfaceIcons[kind],
					href: address,
					title: command,
					children: a(HiddenCharacters, {
						text: name,
						most: 100
					})
				}), a(StatusWord, {
					phase: health,
					word: `${health}${ended}`
				})]
			}, `${kind} ${name}`);
		})
	});
}
// src/console/ui/pages/workspace-page.tsx
function WorkspacePage({ model, frame: { now, title } }) {
	const { workspace, states, offers, blocked, runs, sections } = model;
	return a($, { children: [
		a(PageHead, { title }),
		a(ActionBar, {
			label: "What can be done",
			offers
		}),
		a(StateList, { states }),
		blocked !== void 0 && a("p", {
			id: "blocked",
			children: blocked
		}),
		a(WorkspaceCard, {
			workspace,
			now
		}),
		a(Panel, {
			id: "runs",
			title: "Runs in it",
			icon: "play",
			count: runs.length,
			flush: true,
			children: a(RunRows, {
				runs,
				now,
				empty: "No run has used it."
			})
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now
		}, section.id))
	] });
}
// src/console/ui/views.ts
const views = {
	overview: OverviewPage,
	"run-list": RunListPage,
	run: RunPage,
	"run-events": RunEventsPage,
	"approval-list": ApprovalListPage,
	approval: ApprovalPage,
	"workspace-list": WorkspaceListPage,
	workspace: WorkspacePage,
	"workspace-new": WorkspaceNewPage,
	"rule-list": RuleListPage,
	rule: RulePage,
	"stack-list": StackListPage,
	stack: StackPage,
	"session-list": SessionListPage,
	session: SessionPage,
	memory: MemoryPage,
	"memory-graph": MemoryGraphPage,
	"memory-search": MemorySearchPage,
	"memory-updates": MemoryUpdatesPage,
	"object-list": ObjectListPage,
	grants: GrantsPage,
	permissions: PermissionsPage,
	settings: SettingsPage,
	repositories: RepositoriesPage,
	repository: RepositoryPage,
	templates: TemplatesPage,
	template: TemplatePage,
	images: ImagesPage,
	environments: EnvironmentsPage,
	environment: EnvironmentPage,
	config: ConfigPage,
	bundle: BundlePage,
	"bundle-review": BundleReviewPage,
	"sealed-secrets": SealedSecretsPage,
	audit: AuditPage,
	accesses: AccessesPage,
	trace: TracePage,
	review: ReviewPage,
	"object-kinds": ObjectKindsPage,
	object: ObjectPage,
	"object-form": ObjectFormPage,
	"apply-review": ApplyReviewPage,
	"draft-list": DraftListPage,
	search: SearchPage,
	palette: PalettePage,
	composer: ComposerPage,
	refused: RefusedPage
};
export { App, PipelineReport, RunReport, views };
