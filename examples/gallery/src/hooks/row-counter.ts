import type { Hook } from "@firecrest/client";

/** Says how many rows it sees in the page when each event arrives. */
export const RowCounter: Hook = {
  mounted() {
    const say = (when: string) => () => {
      const output = this.el.querySelector(`[data-when=${when}]`);
      if (output) output.textContent = String(document.querySelectorAll("#rows li").length);
    };
    this.handleEvent("count-before", say("before"));
    this.handleEvent("count-after", say("after"));
  },
};
