import { html, js, liveView } from "@firecrest/live";
import { systemClock } from "../clock.ts";
import { page } from "../page.ts";

interface Assigns {
  renders: number;
  got: string;
}

const SLOW_MS = 800;
const fade = ["fades", "is-transparent", "is-opaque"] as const;
const fadeOut = ["fades", "is-opaque", "is-transparent"] as const;

const commands = liveView({
  mount: (): Assigns => ({ renders: 0, got: "nothing yet" }),
  events: {
    render: (live) => live.update("renders", (renders) => renders + 1),
    slow: async (live, { from, step }) => {
      await systemClock.sleep(SLOW_MS, live.signal);
      live.assign({ got: `step ${String(step)} from ${String(from)}` });
    },
  },
  render: ({ renders, got }, on) => html`
    <div class="card">
      <h2>Show and hide</h2>
      <div class="row">
        <button phx-click=${js.show({ to: "#panel", transition: fade })}>Show</button>
        <button phx-click=${js.hide({ to: "#panel", transition: fadeOut })}>Hide</button>
        <button phx-click=${js.toggle({ to: "#panel", in: fade, out: fadeOut }).toggleAttribute("aria-expanded", ["true", "false"])} aria-expanded="true">Toggle</button>
      </div>
      <p class="log" id="panel">A panel; the server has rendered ${renders} times.</p>
    </div>
    <div class="card">
      <h2>Classes and attributes</h2>
      <div class="row">
        <button phx-click=${js.toggleClass("is-marked", { to: "#box" })}>Toggle a class</button>
        <button phx-click=${js.addClass("is-marked", "#box").setAttribute("title", "Marked", "#box")}>Mark</button>
        <button phx-click=${js.removeClass("is-marked", "#box").removeAttribute("title", "#box")}>Clear</button>
        <button phx-click=${js.transition("shakes", { to: "#box", timeMs: 400 })}>Shake</button>
      </div>
      <p class="log" id="box" data-shake=${js.transition("shakes", { timeMs: 400 })}>A box</p>
      <p><button class="is-quiet" phx-click=${js.exec("data-shake", "#box")}>Run what the box has in data-shake</button></p>
    </div>
    <div class="card">
      <h2>Focus and events</h2>
      <div class="row">
        <button phx-click=${js.focus("#name")}>Focus the field</button>
        <button phx-click=${js.pushFocus().focusFirst("#tools")}>Focus the tools</button>
        <button phx-click=${js.dispatch("gallery:shout", { to: "#name", detail: { mark: "!" } })}>Shout</button>
      </div>
      <input id="name" value="hello" aria-label="A field">
      <div class="row" id="tools"><button class="is-quiet" phx-click=${js.popFocus()}>Back to where I was</button></div>
    </div>
    <div class="card">
      <h2>Push</h2>
      <div class="row">
        <button phx-value-from="the button" phx-click=${js.push(on.slow, { value: { step: 1 }, loading: "#got" })}>Push, slowly</button>
        <button phx-click=${js.push(on.slow, { value: { from: "both", step: 2 } }).addClass("is-marked", "#box")}>Push and mark the box</button>
        <button class="is-quiet" phx-click=${on.render}>Let the server render</button>
      </div>
      <p class="log" id="got">The server got ${got}.</p>
    </div>
  `,
});

export const jsCommandsPage = page(
  {
    path: "/js-commands",
    title: "Commands without a round trip",
    area: "In the browser",
    summary: "Change things, then let the server render: what the browser changed stays changed.",
    file: import.meta.url,
    also: ["../listeners.ts"],
  },
  commands,
);
