import {
  type Form,
  type FormField,
  form,
  html,
  type LiveView,
  liveView,
  type Params,
  type Rendered,
} from "@firecrest/live";
import { emptyBattleForm, type NewBattle, newBattleSchema, QUERIES_MAX } from "../new-battle.ts";

interface Assigns {
  pageTitle: string;
  battle: Form<typeof newBattleSchema>;
  /** How many query fields were asked for. */
  queryCount: number;
}

/** `/battles/new`: create a battle by a form that is checked while it is filled in. */
export function newBattleLive(
  createBattle: (battle: NewBattle) => Promise<{ readonly id: number }>,
  nowMs: () => number,
): LiveView<Params> {
  return liveView({
    mount: (): Assigns => ({
      pageTitle: "New battle",
      battle: form(newBattleSchema, emptyBattleForm(nowMs()), { id: "battle" }),
      queryCount: 2,
    }),
    events: {
      validate: (live, params) => live.assign({ battle: form(live.assigns.battle, params) }),
      addQuery: (live) => live.assign({ queryCount: Math.min(QUERIES_MAX, shownQueries(live.assigns) + 1) }),
      create: async (live, params) => {
        const battle = form(live.assigns.battle, params, { submitted: true });
        live.assign({ battle });
        if (battle.value === undefined) return undefined;
        const { id } = await createBattle(battle.value);
        live.putFlash("info", `“${battle.value.title}” has begun.`);
        return live.navigate(`/battles/${id}`);
      },
    },
    render: ({ battle, queryCount }, on) => html`<main id="main" tabindex="-1">
  <h1>Start a battle</h1>
  <p class="lead">A query is one or more of <code>#hashtag</code>, <code>@mention</code> or a word. A post counts for a query when it holds any of them.</p>
  <form class="form" id="battle-form" phx-change=${on.validate} phx-submit=${on.create} novalidate>
    <${Input} field=${battle.field("title")} label="Title" placeholder="Coffee or tea?" />
    <fieldset>
      <legend>Queries</legend>
      ${Array.from(
        { length: shownQueries({ battle, queryCount }) },
        (_, index) =>
          html`<${Input} field=${battle.field(`queries[${index}]`)} label="Query ${index + 1}" placeholder=${PLACEHOLDERS[index] ?? ""} />`,
      )}
      <div class="actions"><button type="button" class="is-quiet" phx-click=${on.addQuery} disabled=${shownQueries({ battle, queryCount }) >= QUERIES_MAX}>Add a query</button></div>
    </fieldset>
    <${Input} field=${battle.field("start_at")} label="Starts (UTC)" type="datetime-local" />
    <${Input} field=${battle.field("end_at")} label="Ends (UTC)" type="datetime-local" />
    <div class="actions"><button phx-disable-with="Starting…">Start the battle</button></div>
  </form>
</main>`,
  });
}

/** As many as were asked for; after a reconnect as many as the form, which is brought back, has. */
function shownQueries({ battle, queryCount }: Pick<Assigns, "battle" | "queryCount">): number {
  return Math.max(queryCount, battle.field("queries").values.length);
}

const PLACEHOLDERS = ["#coffee espresso", "#tea @teahouse"];

interface InputProps {
  readonly field: FormField;
  readonly label: string;
  readonly type?: string;
  readonly placeholder?: string;
}

function Input({ field, label, type = "text", placeholder }: InputProps): Rendered {
  const { id, name, value, errors } = field;
  const isInvalid = errors.length > 0;
  return html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} name=${name} type=${type} value=${value} placeholder=${placeholder} phx-debounce="300" aria-invalid=${isInvalid ? "true" : undefined} aria-describedby=${isInvalid ? `${id}-error` : undefined}>
  ${isInvalid ? html`<p class="error" id="${id}-error">${errors.join(" ")}</p>` : undefined}
</div>`;
}
