import { positional, requiredText, text } from "./option.ts";

/** Which kind of object. */
export const kindOption = () => ({
  kind: positional(
    requiredText("KIND", "A kind: its plural, its name or a short name, such as rules; or KIND/NAME."),
  ),
});

/** Which organisation's objects. */
export const organizationOption = () => ({
  organization: text("NAME", "The organisation; the settings' platform.organization if left out."),
});
