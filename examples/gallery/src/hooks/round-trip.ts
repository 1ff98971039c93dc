import type { Hook } from "@firecrest/client";
import type { hooksView } from "../pages/hooks.ts";

/** Asks the server on every click of its button, and shows how long the answer took. */
export const RoundTrip: Hook<object, HTMLElement, typeof hooksView> = {
  mounted() {
    const button = this.el.querySelector("button");
    const output = this.el.querySelector("output");
    const ask = async (askedAtMs: number) => {
      const { time } = await this.pushEvent("ask", { question: "What time is it?" });
      const { timeStamp: answeredAtMs } = new Event("answered");
      if (output) output.textContent = `${time}, answered in ${Math.round(answeredAtMs - askedAtMs)} ms`;
    };
    button?.addEventListener("click", ({ timeStamp }) => void ask(timeStamp));
  },
};
