import type { Decision } from "../../kinds/actor.ts";

/**
 * Whether nothing speaks against a run but that its stack has not been looked at as it is now. That passes by itself: the run waits for the
 * stack controller, and admission is asked again.
 */
export function waitsForStack({ verdict, reasons }: Decision): boolean {
  const denials = reasons.filter(({ effect }) => effect === "deny");
  return verdict === "denied" && denials.length > 0 && denials.every(({ code }) => code === "STACK_PENDING");
}
