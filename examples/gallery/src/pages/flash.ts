import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

const SECONDS_SHOWN = 3;

const flash = liveView({
  mount: () => ({}),
  events: {
    save: (live) => live.putFlash("info", "Saved."),
    fail: (live) => live.putFlash("error", "That did not work."),
    vanish: (live) => {
      live.putFlash("info", `Gone in ${SECONDS_SHOWN} seconds.`);
      live.sendSelf("clear", SECONDS_SHOWN * 1_000);
    },
    clear: (live) => live.clearFlash(),
    leave: (live) => {
      live.putFlash("info", "This message came along from the page before.");
      live.navigate("/counter");
    },
    load: (live) => {
      live.putFlash("info", "This message came along in a cookie.");
      live.redirect("/counter");
    },
  },
  handleInfo: (live, _message: "clear") => live.clearFlash("info"),
  render: (_assigns, on) => html`
    <div class="row">
      <button phx-click=${on.save}>Save</button>
      <button phx-click=${on.fail}>Fail</button>
      <button phx-click=${on.vanish}>Save for a moment</button>
      <button class="is-quiet" phx-click=${on.clear}>Clear all</button>
    </div>
    <div class="row">
      <button class="is-quiet" phx-click=${on.leave}>Save and navigate</button>
      <button class="is-quiet" phx-click=${on.load}>Save and load another page</button>
    </div>
  `,
});

export const flashPage = page(
  {
    path: "/flash",
    title: "Flash messages",
    area: "Start here",
    summary:
      "Messages that stay until they are dismissed, and that survive navigation: the layout shows them in the corner.",
    file: import.meta.url,
  },
  flash,
);
