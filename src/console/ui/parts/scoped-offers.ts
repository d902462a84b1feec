import type { ActionOffer } from "../../page/page.ts";

/** Offers whose names tell those of one thing from the same ones of another on the page. */
export function scopedOffers(offers: readonly ActionOffer[], scope: string): readonly ActionOffer[] {
  return offers.map((offer) => ({ ...offer, id: `${scope}-${offer.id}` }));
}
