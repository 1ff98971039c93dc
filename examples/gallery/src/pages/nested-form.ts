import { form, html, js, liveView } from "@firecrest/live";
import { Form, InputsFor } from "@firecrest/live/components";
import { z } from "zod";
import { Input } from "../demo/input.ts";
import { page } from "../page.ts";

const GUESTS_MAX = 8;
const AT_MOST = "At most 40 letters.";

const walk = z.object({
  title: z.string().min(1, "What is it called?").max(60, "At most 60 letters."),
  guests: z
    .array(
      z.object({ name: z.string().min(1, "Who?").max(40, AT_MOST), brings: z.string().max(40, AT_MOST).optional() }),
    )
    .min(1, "Invite somebody.")
    .max(GUESTS_MAX, `No more than ${GUESTS_MAX}, please.`),
});

const walkView = liveView({
  mount: () => ({
    walk: form(walk, { title: "A walk at dawn", guests: [{ name: "Ada" }, { name: "Grace" }] }),
    saved: "",
  }),
  events: {
    // Adding, moving and dropping are changes of the form like any other: there is nothing to handle.
    validate: (live, params) => live.assign({ walk: form(live.assigns.walk, params) }),
    save: (live, params) => {
      const sent = form(live.assigns.walk, params, { submitted: true });
      const saved = sent.value === undefined ? "" : sent.value.guests.map(({ name }) => name).join(", ");
      live.assign({ walk: sent, saved });
    },
  },
  render: ({ walk: shown, saved }, on) => {
    const guests = shown.inputs("guests");
    const rows = InputsFor({
      for: guests,
      // The hidden inputs move with the row that they are in.
      skipHidden: true,
      children: (guest) => html`<fieldset draggable=${true} id="guest-${guest.persistentId}">
        <legend>Guest ${guest.index + 1}</legend>
        ${guest.hidden.map(({ name, value }) => html`<input type="hidden" name=${name} value=${value}>`)}
        <${Input} field=${guest.field("name")} label="Name" />
        <${Input} field=${guest.field("brings")} label="Brings" />
        <div class="row">
          <button type="button" class="is-quiet is-small" data-move="up" aria-label="Move guest ${guest.index + 1} up">↑</button>
          <button type="button" class="is-quiet is-small" data-move="down" aria-label="Move guest ${guest.index + 1} down">↓</button>
          <button type="button" class="is-quiet is-small" name=${guests.dropName} value=${guest.index} phx-click=${js.dispatch("change")} aria-label="Remove guest ${guest.index + 1}">✕</button>
        </div>
      </fieldset>`,
    });
    return html`
      <${Form} class="form" for=${shown} phx-change=${on.validate} phx-submit=${on.save} novalidate>
        <${Input} field=${shown.field("title")} label="What for?" />
        <div class="stack" id="guests" phx-hook="Sortable">${rows}</div>
        <input type="hidden" name=${guests.dropName} value="">
        ${shown.field("guests").errors.map((error) => html`<p class="error">${error}</p>`)}
        <div class="row">
          <button type="button" class="is-quiet" name=${guests.sortName} value="new" phx-click=${js.dispatch("change")}>One more guest</button>
          <button>Invite them</button>
        </div>
      <//>
      <p role="status" id="saved">${saved && `Invited, in this order: ${saved}.`}</p>
    `;
  },
});

export const nestedFormPage = page(
  {
    path: "/nested-form",
    title: "A form with rows",
    area: "Forms",
    summary: "Add, drop and reorder guests, by dragging or by the buttons: what was typed stays with its guest.",
    file: import.meta.url,
    also: ["../hooks/sortable.ts", "../demo/input.ts"],
  },
  walkView,
);
