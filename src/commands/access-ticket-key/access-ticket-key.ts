import { declareOptions, defineCommand, type OptionsOf } from "../command.ts";
import { text } from "../options/option.ts";
import { rootOption } from "../options/root.ts";

const options = declareOptions(() => ({
  to: text("FILE", "Write the keys to FILE; standard output if left out."),
  ...rootOption(),
}));

export type AccessTicketKeyCommandOptions = OptionsOf<typeof options>;

export const accessTicketKey = defineCommand({
  name: "access ticket-key",
  summary: "Print the public keys with which runners check tickets; they follow from the secret keys.",
  example: "identikit access ticket-key --to ticket.pem",
  options,
  body: () => import("./body.ts"),
});
