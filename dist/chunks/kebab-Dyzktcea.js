/** `envRoot` as it is typed: `env-root`. Also the name of an action's input. */
function kebab(key) {
	return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
export { kebab as t };
