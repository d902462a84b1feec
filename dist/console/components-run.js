import { a, o as $ } from "./vendor/preact.js";
import { A as CodeBlock, B as statusMark, C as withoutColors, D as secondsBetween, E as durationWords, G as HiddenCharacters, H as countWords, L as StatusWord, M as FactsList, N as ActionBar, O as Markdown, R as ToneWord, T as Time, U as counted, W as moneyWords, _ as RefChips, h as Chip, j as Panel, m as AnsiText, q as Icon, u as WebLink, v as TrustChip, w as Duration, x as TextDiff, y as DigestText, z as spacedWords } from "./page.js";
// src/console/ui/components/run/event-words.ts
const eventLooks = {
	message: {
		icon: "message-square",
		word: "Message"
	},
	tool: {
		icon: "wrench",
		word: "Tool"
	},
	subagent: {
		icon: "bot",
		word: "Subagent"
	},
	file: {
		icon: "file-pen",
		word: "File"
	},
	approval: {
		icon: "shield",
		word: "Approval"
	},
	cost: {
		icon: "dollar-sign",
		word: "Cost"
	},
	heartbeat: {
		icon: "heart-pulse",
		word: "Heartbeat"
	},
	status: {
		icon: "info",
		word: "Status"
	}
};
const tones = {
	started: "busy",
	completed: "ok",
	failed: "bad",
	denied: "warn"
};
function eventTone({ status }) {
	return status === void 0 ? void 0 : tones[status];
}
function speakerOf({ data, lane }) {
	const from = data?.kind === "thinking" ? "thinking" : data?.role === "user" ? "person" : "agent";
	return {
		name: from === "person" ? "Person" : lane ?? "Agent",
		from
	};
}
function eventSentence({ type, tool, text = "", data = {} }) {
	const said = firstLine(text);
	switch (type) {
		case "tool":
		case "approval": return [tool, said || argumentsLine(data)].filter(Boolean).join("  ");
		case "file": return [typeof data.path === "string" ? firstLine(data.path) : tool, said].filter(Boolean).join("  ");
		case "cost": return costLine(data);
		case "heartbeat": return "The runner is there";
		default: return said || (tool ?? (typeof data.kind === "string" ? data.kind : ""));
	}
}
function hasMore(event) {
	const { text = "", data = {} } = event;
	if (event.type === "cost" || event.type === "heartbeat") return false;
	return text.trimEnd().includes("\n") || text.length > 120 || Object.keys(shownData(data)).length > 0;
}
function shownData(data) {
	const { call: _, kind: __, role: ___, path, ...rest } = data;
	return Object.keys(rest).length === 0 ? {} : {
		...path === void 0 ? {} : { path },
		...rest
	};
}
function argumentsLine(data) {
	const [first] = Object.values(shownData(data)).filter((value) => typeof value === "string");
	return typeof first === "string" ? firstLine(first) : "";
}
function costLine({ turns, tokens, cost }) {
	return [
		typeof cost === "string" ? moneyWords(cost) : void 0,
		typeof tokens === "number" ? `${countWords(tokens)} tokens` : void 0,
		typeof turns === "number" ? `${turns} turns` : void 0
	].filter((part) => part !== void 0).join(", ");
}
function firstLine(text) {
	return withoutColors(text.slice(0, 4e3)).trimStart().split("\n", 1)[0]?.slice(0, 300) ?? "";
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
export { SubagentLanes as a, TimelineRow as i, ApprovalCard as n, TranscriptPanel as o, Timeline as r, RunRow as t };
