// Hooks as both clients understand them.

interface HookContext {
  readonly el: HTMLElement;
  pushEvent(name: string, payload: object): Promise<unknown>;
  handleEvent(name: string, callback: (payload: unknown) => void): unknown;
}

export const hooks = {
  Echo: {
    mounted(this: HookContext) {
      this.el.textContent = "mounted";
      this.handleEvent("greet", (payload) => {
        this.el.textContent = JSON.stringify(payload);
      });
      this.el.addEventListener("click", () => {
        void this.pushEvent("ask", { n: 1 }).then((reply) => {
          this.el.textContent = JSON.stringify(reply);
        });
      });
    },
    updated(this: HookContext) {
      this.el.dataset["updates"] = String(Number(this.el.dataset["updates"] ?? 0) + 1);
    },
  },
};
