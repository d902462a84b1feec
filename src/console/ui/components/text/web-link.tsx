import type { ComponentChildren } from "preact";
import { HiddenCharacters } from "./hidden-characters.tsx";
import { safeWebAddress } from "./markdown-spans.ts";

export interface WebLinkProps {
  /** Where it leads: anything but http and https is shown as text. */
  readonly href: string;
  readonly children?: ComponentChildren;
}

/** A link to another site, such as the forge. */
export function WebLink({ href, children }: WebLinkProps) {
  const address = safeWebAddress(href);
  if (address === undefined) return <>{children ?? <HiddenCharacters text={href} />}</>;
  return (
    <a href={address.href} rel="noopener noreferrer">
      {children ?? <HiddenCharacters text={href} />}
    </a>
  );
}
