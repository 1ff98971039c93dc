import { createApp, each, event, form, type Form, html, js, liveView, route, type Stream } from "@firecrest/live";
import { z } from "zod";
import { components } from "./component-views.ts";

interface PlaygroundAssigns {
  count: number;
  text: string;
  keys: readonly string[];
  rows: readonly number[];
  ignored: number;
}

const value = z.object({ value: z.string() });

/** One page with everything that a patch must not break. */
const playground = liveView({
  mount: (live): PlaygroundAssigns => {
    live.subscribe("playground");
    return { count: 0, text: "", keys: [], rows: [1, 2, 3, 4, 5], ignored: 0 };
  },
  handleInfo: (live, message: { readonly rows?: readonly number[] }) =>
    live.assign({
      count: live.assigns.count + 1,
      rows: message.rows ?? live.assigns.rows,
      ignored: live.assigns.ignored + 1,
    }),
  events: {
    inc: (live, params) => live.assign({ count: live.assigns.count + Number(params["by"] ?? 1) }),
    typed: (live, params) => live.assign({ text: String(params["text"]) }),
    key: (live, params) => live.assign({ keys: [...live.assigns.keys, String(params["key"])] }),
    focus: event(value, (live) => live.assign({ keys: [...live.assigns.keys, "focus"] })),
    blur: event(value, (live) => live.assign({ keys: [...live.assigns.keys, "blur"] })),
    reverse: (live) => live.assign({ rows: live.assigns.rows.toReversed() }),
    ask: (_live, params) => ({ got: params }),
    greet: (live) => live.pushEvent("greet", { hello: "you" }),
    slow: async (live) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      live.assign({ count: live.assigns.count + 100 });
    },
    crash: () => {
      throw new Error("boom");
    },
  },
  render: ({ count, text, keys, rows, ignored }, on) => html`<main>
  <h1>Playground</h1>
  <output id="count">${count}</output>
  <button id="inc" phx-click=${on.inc} phx-value-by="2">add two</button>
  <button id="slow" phx-click=${on.slow} phx-disable-with="Working…">slow</button>
  <button id="crash" phx-click=${on.crash}>crash</button>
  <form id="typing" phx-change=${on.typed}><input id="text" name="text" value=${text}></form>
  <form id="debounced" phx-change=${on.typed} phx-auto-recover="ignore"><input id="lazy" name="text" phx-debounce="200"></form>
  <p id="echoed">${text}</p>
  <input id="keys" phx-keydown=${on.key} phx-focus=${on.focus} phx-blur=${on.blur}>
  <p id="pressed">${keys.join(" ")}</p>
  <div id="window" phx-window-keyup=${on.key} phx-key="Escape"></div>
  <details id="more"><summary>More</summary><p>count is ${count}</p></details>
  <dialog id="box"><p>count is ${count}</p></dialog>
  <div id="island" phx-update="ignore"><b>${ignored}</b></div>
  <button id="reverse" phx-click=${on.reverse}>reverse</button>
  <ul id="rows">${each(
    rows,
    (row) => row,
    (row) => html`<li id="row-${row}"><input aria-label="row ${row}"> ${row}</li>`,
  )}</ul>
  <div id="echo" phx-hook="Echo"></div>
  <button id="greet" phx-click=${on.greet}>greet</button>
  <a id="to-tabs" href="/tabs" data-phx-link="redirect" data-phx-link-state="push">tabs</a>
</main>`,
});

const tabs = liveView({
  mount: () => ({ tab: "one", pageTitle: "Tabs" }),
  handleParams: (live, params: { readonly tab?: string | undefined }) => {
    const tab = params.tab ?? "one";
    live.assign({ tab, pageTitle: `Tab ${tab}` });
  },
  render: ({ tab, flash }) => html`<main>
  <h1>Tab ${tab}</h1><p id="flash">${flash["info"]}</p>
  <a id="two" href="/tabs?tab=two" data-phx-link="patch" data-phx-link-state="push">two</a>
  <a id="three" href="/tabs?tab=three" data-phx-link="patch" data-phx-link-state="push">three</a>
  <a id="home" href="/" data-phx-link="redirect" data-phx-link-state="push">home</a>
</main>`,
});

interface ListAssigns {
  next: number;
  items: Stream<{ readonly id: number }>;
}

const list = liveView({
  mount: (live): ListAssigns => ({
    next: 4,
    items: live.stream([{ id: 1 }, { id: 2 }, { id: 3 }], { domId: ({ id }) => `item-${id}`, limit: 5 }),
  }),
  events: {
    prepend: (live) => {
      live.assigns.items.insert({ id: live.assigns.next }, { at: 0 });
      live.assign({ next: live.assigns.next + 1 });
    },
    remove: (live) => live.assigns.items.delete({ id: 2 }),
    reset: (live) => live.assigns.items.reset([{ id: 3 }, { id: 1 }]),
  },
  render: ({ items }, on) => html`<main>
  <button id="prepend" phx-click=${on.prepend}>prepend</button>
  <button id="remove" phx-click=${on.remove}>remove</button>
  <button id="reset" phx-click=${on.reset}>reset</button>
  <ol id="items" phx-update="stream">${each(items, ({ id }, domId) => html`<li id=${domId}>${id}</li>`)}</ol>
</main>`,
});

const signUp = z.object({
  user: z.object({ name: z.string().min(3, "too short"), email: z.string().includes("@", { message: "no @" }) }),
});

interface SignUpAssigns {
  user: Form<typeof signUp>;
  saved: string;
}

const signUpView = liveView({
  mount: (): SignUpAssigns => ({ user: form(signUp), saved: "" }),
  events: {
    check: (live, params) => live.assign({ user: form(signUp, params) }),
    save: (live, params) => {
      const user = form(signUp, params, { submitted: true });
      live.assign({ user, saved: user.value?.user.name ?? "" });
    },
  },
  render: ({ user, saved }, on) => {
    const name = user.field("user[name]");
    const email = user.field("user[email]");
    return html`<main>
  <form id="sign-up" phx-change=${on.check} phx-submit=${on.save} novalidate>
    <label>Name <input id="name" name=${name.name} value=${name.value}></label>
    <p id="name-errors">${name.errors.join(" ")}</p>
    <label>E-mail <input id="email" name=${email.name} value=${email.value}></label>
    <p id="email-errors">${email.errors.join(" ")}</p>
    <button>Save</button>
  </form>
  <output id="saved">${saved}</output>
</main>`;
  },
});

const fade = ["fading", "opaque", "faint"] as const;

/** What commands and the client's own parts do by themselves. */
const commands = liveView({
  mount: () => ({ count: 0, isOpen: true, first: 1, last: 30, heard: "" }),
  events: {
    inc: (live) => live.assign({ count: live.assigns.count + 1 }),
    close: (live) => live.assign({ isOpen: false }),
    away: (live) => live.assign({ heard: `${live.assigns.heard} away`.trim() }),
    more: (live) => live.assign({ last: live.assigns.last + 30 }),
  },
  render: ({ count, isOpen, last, heard }, on) => html`<main>
  <output id="count">${count}</output><output id="heard">${heard}</output>
  <button id="inc" phx-click=${on.inc}>inc</button>
  <button id="hide" phx-click=${js.hide({ to: "#box", transition: fade, timeMs: 400 }).push("inc")}>hide</button>
  <button id="show" phx-click=${js.show("#box")}>show</button>
  <button id="mark" phx-click=${js.addClass("marked", "#box").setAttribute("title", "mine", "#box")}>mark</button>
  <p id="box">box ${count}</p>
  <button id="close" phx-click=${on.close}>close</button>
  ${isOpen ? html`<p id="open" phx-remove=${js.hide({ transition: fade, timeMs: 400 })}>open</p>` : ""}
  <div id="menu" phx-click-away=${on.away}><b id="inside">menu</b></div>
  <button id="modal-on" phx-click=${js.pushFocus().show("#modal").focusFirst("#modal")}>modal</button>
  <div id="modal" style="display: none"><input id="first"><button id="modal-off" phx-click=${js.hide("#modal").popFocus()}>x</button></div>
  <div id="wrap" phx-hook="Phoenix.FocusWrap"><span tabindex="0" aria-hidden="true"></span><input id="one"><input id="two"><span tabindex="0" aria-hidden="true"></span></div>
  <template id="teleport" data-phx-portal="body"><div id="_lv_portal_wrap_teleport"><i id="far">far ${count}</i><button id="far-inc" phx-click=${on.inc}>inc</button></div></template>
  <ul id="long" phx-viewport-bottom=${on.more} style="height: 100px; overflow-y: scroll">${each(
    Array.from({ length: last }, (_, index) => index),
    (row) => row,
    (row) => html`<li id="long-${row}">${row}</li>`,
  )}</ul>
</main>`,
});

/** The app that both clients are driven against. */
export function playgroundApp() {
  return createApp({
    secrets: ["a secret for tests, at least 32 characters"],
    routes: [
      route("/", playground),
      route("/tabs", tabs),
      route("/list", list),
      route("/sign-up", signUpView),
      route("/components", components),
      route("/commands", commands),
    ],
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
}

function ignore(): void {}
