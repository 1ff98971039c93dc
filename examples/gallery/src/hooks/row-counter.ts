import type { Hook } from "@firecrest/client";
import type { pushEvents } from "../pages/push-events.ts";

/** Says how many rows it sees in the page when each event arrives. */
export const RowCounter: Hook<object, HTMLElement, typeof pushEvents> = {
  mounted() {
    const say = (when: string) => () => {
      const output = this.el.querySelector(`[data-when=${when}]`);
      if (output) output.textContent = String(document.querySelectorAll("#rows li").length);
    };
    this.handleEvent("count-before", say("before"));
    this.handleEvent("count-after", say("after"));
  },
};
