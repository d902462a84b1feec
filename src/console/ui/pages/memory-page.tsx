import { addressOf } from "../../page/address.ts";
import type { PageDataOf } from "../../page/page.ts";
import { PageHead } from "../components/shell/page-head.tsx";
import { MemoryPlaceBar } from "../parts/memory-place.tsx";
import { SectionPanel } from "../parts/section-panel.tsx";

export function MemoryPage({ model: { place, sections }, frame }: PageDataOf<"memory">) {
  return (
    <>
      <PageHead title={frame.title} lead="What the organisation knows, as its runs are told." />
      <MemoryPlaceBar
        place={place}
        path="Health"
        action={addressOf(frame.organization, "agents", "memory")}
      />
      {sections.map((section) => (
        <SectionPanel key={section.id} section={section} now={frame.now} />
      ))}
    </>
  );
}
