import { html, liveView, type Params, type Rendered } from "@firecrest/live";

interface Assigns {
  show: boolean;
  list: readonly number[];
  page: string;
  pageTitle: string;
  html: string;
}

/** A little of everything, as in the recorded session. */
export const kitchenView = liveView({
  mount: (): Assigns => ({ show: false, list: [1, 2, 3], page: "1", pageTitle: "Kitchen", html: "<b>&\"'" }),
  handleParams: (live, params: Params) => live.assign({ page: params["page"] ?? "1" }),
  events: {
    toggle: (live) => live.assign({ show: !live.assigns.show }),
    push: (live) => live.pushEvent("hello", { a: 1 }),
    reply: (_live, params) => ({ got: params }),
    reply_diff: (live, params) => {
      live.assign({ show: !live.assigns.show });
      return { got: params };
    },
    noop: () => undefined,
    patch: (live) => live.patch("/kitchen?page=2"),
    patch_replace: (live) => live.patch("/kitchen?page=3", { replace: true }),
    navigate: (live) => live.navigate("/counter"),
    navigate_flash: (live) => {
      live.putFlash("info", "bye");
      live.navigate("/counter");
    },
    redirect: (live) => live.redirect("/counter"),
    external: (live) => live.redirect({ external: "http://127.0.0.1:1/x" }),
    flash: (live) => live.putFlash("info", "hi there"),
    title: (live) => live.assign({ pageTitle: "New title" }),
    list: (live) => live.assign({ list: [3, 2, 1, 4] }),
    list_empty: (live) => live.assign({ list: [] }),
    crash: () => {
      throw new Error("boom");
    },
    html: (live) => live.assign({ html: '<script>\u2028 é 日本 "q" \\ \n' }),
  },
  render: ({
    show,
    list,
    page,
    html: text,
    flash,
  }) => html`<main id="kitchen" class="a ${show && "on"}" data-page=${page}>
  ${show ? html`<p>shown ${page}</p>` : undefined}
  ${show ? html`<i>yes</i>` : html`<i>no ${page}</i>`}
  <ul>${list.map((item) => html`<li class="x">${item}/${page}</li>`)}</ul>
  <${Box} title="Slot"><em>${page}</em><//>
  <span>${text}</span>
  <p>${flash["info"]}</p>
  <div id="echo" phx-hook="Echo"></div>
</main>`,
});

function Box({ title, children }: { readonly title: string; readonly children: Rendered }): Rendered {
  return html`<div class="box"><h2>${title}</h2>${children}</div>`;
}
