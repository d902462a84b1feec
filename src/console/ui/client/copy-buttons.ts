/** How long it is said what came of a copy, in milliseconds. */
const saidMs = 4000;

/** Makes the buttons work that copy a text, and shows them. What came of it is seen beside the pointer and said, politely. */
export function listenForCopies(): void {
  document.documentElement.classList.add("scripted");
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  document.body.append(said);
  let silence: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>("button[data-copy]") : null;
    if (!button) return;
    void copied(button.dataset.copy ?? "").then((isDone) => {
      said.textContent = isDone ? "Copied." : "The browser does not let pages copy: select the text instead.";
      clearTimeout(silence);
      silence = setTimeout(() => said.replaceChildren(), saidMs);
    });
  });
}

/** Whether a text is in the clipboard now; over plain HTTP from another machine browsers have no other way than the old one. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    const before = document.activeElement;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    if (before instanceof HTMLElement) before.focus();
    return isDone;
  }
}
