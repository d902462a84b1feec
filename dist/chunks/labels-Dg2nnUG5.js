/** What an image says of the identity in it, under names of our own. */
function templateLabels(identity, { repository, commit } = {}) {
	return {
		"io.identikit.template.tree-digest": identity.digest,
		...commit ? { "io.identikit.template.commit": commit } : {},
		...repository ? { "io.identikit.template.repository": repository } : {}
	};
}
export { templateLabels as t };
