import { I as PageHead, L as TranscriptPanel, U as ActionBar, V as Panel, g as SectionPanel, m as StateList } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
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
export { SessionPage };
