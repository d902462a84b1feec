import type { ComponentChildren } from "preact";

/** Room for a table, in which one that is wider is scrolled; by keyboard, too (WCAG 2.1.1). */
export function TableWrap({ children }: { readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whether it is scrolled depends on the window, which the server does not know
    <div class="table-wrap" tabIndex={0}>
      {children}
    </div>
  );
}
