/** `envRoot` as it is typed: `env-root`. Also the name of an action's input. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
