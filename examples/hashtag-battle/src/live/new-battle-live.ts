import { type Form, form, html, type LiveView, liveView, type Params, type Rendered } from "@firecrest/live";
import { emptyBattleForm, type NewBattle, newBattleSchema, QUERIES_MAX } from "../new-battle.ts";

interface Assigns {
  pageTitle: string;
  battle: Form<NewBattle>;
  /** How many query fields the form shows. */
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
      validate: (live, params) => live.assign({ battle: form(newBattleSchema, params, { id: "battle" }) }),
      addQuery: (live) => live.assign({ queryCount: Math.min(QUERIES_MAX, live.assigns.queryCount + 1) }),
      create: async (live, params) => {
        const battle = form(newBattleSchema, params, { id: "battle", submitted: true });
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
    <${Input} of=${battle} name="title" label="Title" placeholder="Coffee or tea?" />
    <fieldset>
      <legend>Queries</legend>
      ${Array.from(
        { length: queryCount },
        (_, index) =>
          html`<${Input} of=${battle} name="queries[${index}]" label="Query ${index + 1}" placeholder=${PLACEHOLDERS[index] ?? ""} />`,
      )}
      <div class="actions"><button type="button" class="is-quiet" phx-click=${on.addQuery} disabled=${queryCount >= QUERIES_MAX}>Add a query</button></div>
    </fieldset>
    <${Input} of=${battle} name="start_at" label="Starts (UTC)" type="datetime-local" />
    <${Input} of=${battle} name="end_at" label="Ends (UTC)" type="datetime-local" />
    <div class="actions"><button phx-disable-with="Starting…">Start the battle</button></div>
  </form>
</main>`,
  });
}

const PLACEHOLDERS = ["#coffee espresso", "#tea @teahouse"];

interface InputProps {
  readonly of: Form<unknown>;
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly placeholder?: string;
}

function Input({ of, name, label, type = "text", placeholder }: InputProps): Rendered {
  const { id, value, errors } = of.field(name);
  const isInvalid = errors.length > 0;
  return html`<div class="field">
  <label for=${id}>${label}</label>
  <input id=${id} name=${name} type=${type} value=${value} placeholder=${placeholder} phx-debounce="300" aria-invalid=${isInvalid ? "true" : undefined} aria-describedby=${isInvalid ? `${id}-error` : undefined}>
  ${isInvalid ? html`<p class="error" id="${id}-error">${errors.join(" ")}</p>` : undefined}
</div>`;
}
