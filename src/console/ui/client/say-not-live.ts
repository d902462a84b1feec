/** Says on a page whose script has not arrived whole that it does not follow changes. What the server has drawn works as it is. */
export function sayNotLive(): void {
  const said = document.createElement("p");
  said.className = "notice tone-warn";
  said.setAttribute("role", "status");
  const again = document.createElement("a");
  again.href = `${location.pathname}${location.search}`;
  again.textContent = "Load it again";
  said.append("This page does not follow changes: a part of its script did not arrive. ", again);
  document.getElementById("main")?.prepend(said);
}
