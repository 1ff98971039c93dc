import { html, liveView } from "@firecrest/live";
import { page } from "../page.ts";

interface Assigns {
  count: number;
  text: string;
}

const fragile = liveView({
  mount: (): Assigns => ({ count: 0, text: "" }),
  events: {
    increment: (live) => live.update("count", (count) => count + 1),
    typed: (live, { text }) => live.assign({ text: String(text).slice(0, 100) }),
    crash: () => {
      throw new Error("This is the crash that was asked for.");
    },
    // The message is one more thing in the view's mailbox: it crashes in handleInfo.
    later: (live) => live.sendSelf("crash", 1_000),
  },
  handleInfo: () => {
    throw new Error("This is the crash that was asked for, one second later.");
  },
  render: ({ count, text }, on) => html`
    <p class="row"><button phx-click=${on.increment}>Count</button> <output id="count" class="big">${count}</output></p>
    <form class="form" id="typing" phx-change=${on.typed}>
      <div class="field"><label for="text">Type something</label><input id="text" name="text" value=${text} maxlength="100"></div>
      <p>The server read: <output id="read">${text}</output></p>
    </form>
    <div class="row">
      <button class="is-quiet" phx-click=${on.crash}>Crash now</button>
      <button class="is-quiet" phx-click=${on.later}>Crash in a second</button>
    </div>
  `,
});

export const crashPage = page(
  {
    path: "/crash",
    title: "A view that crashes",
    area: "When it breaks",
    summary: "Count, type, crash: the view comes back freshly mounted, and the form is filled with what you had typed.",
    file: import.meta.url,
  },
  fragile,
);
