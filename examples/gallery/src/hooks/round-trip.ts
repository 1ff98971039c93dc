import type { Hook } from "@firecrest/client";

/** Asks the server on every click of its button, and shows how long the answer took. */
export const RoundTrip: Hook = {
  mounted() {
    const button = this.el.querySelector("button");
    const output = this.el.querySelector("output");
    const ask = async (askedAtMs: number) => {
      const reply = await this.pushEvent("ask", { question: "What time is it?" });
      const { time } = reply as { time: string };
      const { timeStamp: answeredAtMs } = new Event("answered");
      if (output) output.textContent = `${time}, answered in ${Math.round(answeredAtMs - askedAtMs)} ms`;
    };
    button?.addEventListener("click", ({ timeStamp }) => void ask(timeStamp));
  },
};
