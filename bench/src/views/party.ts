import { type FormField, form, html, liveView, type Rendered } from "@firecrest/live";
import { Form, InputsFor } from "@firecrest/live/components";
import { z } from "zod";

const partySchema = z.object({
  title: z.string().min(2, "should be at least 2 character(s)"),
  guests: z
    .array(
      z.object({
        name: z.string().min(2, "should be at least 2 character(s)"),
        email: z.string().includes("@", { message: "must have the @ sign" }),
      }),
    )
    .min(1, "should have at least 1 item(s)"),
});

interface Assigns {
  party: Form<typeof partySchema>;
}

/** A form with a list of three records, of two fields each. */
export const partyView = liveView({
  mount: (): Assigns => ({ party: form(partySchema, { guests: [{}, {}, {}] }, { as: "party" }) }),
  events: { change: (live, params) => live.assign({ party: form(live.assigns.party, params) }) },
  render: ({ party }, on) => {
    const guests = party.inputs("guests");
    return html`<main>
  <h1>Party</h1>
  <${Form} for=${party} phx-change=${on.change}>
    ${Input({ field: party.field("title"), label: "What for" })}
    ${InputsFor({
      for: guests,
      children: (guest) => html`<fieldset>
      ${Input({ field: guest.field("name"), label: "Name" })}
      ${Input({ field: guest.field("email"), label: "Email" })}
      <button type="button" name=${guests.dropName} value=${guest.index}>Remove</button>
    </fieldset>`,
    })}
    <button type="button" name=${guests.sortName} value="new">Add</button>
  <//>
</main>`;
  },
});

interface InputProps {
  readonly field: FormField;
  readonly label: string;
}

function Input({ field, label }: InputProps): Rendered {
  const { id, name, value, errors } = field;
  return html`<p>
  <label for=${id}>${label}</label>
  <input name=${name} id=${id} value=${value} class=${["input", errors.length > 0 && "input-error"]}>
  ${errors.map((error) => html`<strong>${error}</strong>`)}
</p>`;
}
