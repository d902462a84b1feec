import { I as PageHead, d as FailureState, f as ForbiddenState, p as NotFoundState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
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
export { RefusedPage };
