import type { Hook } from "@firecrest/client";

/** Lets its children be moved, by dragging and by their buttons `data-move`. Then the form that they are in has changed. */
export const Sortable: Hook<{ dragged: Element | undefined }> = {
  mounted() {
    const tell = (row: Element) => row.querySelector("input")?.dispatchEvent(new Event("change", { bubbles: true }));
    this.el.addEventListener("click", ({ target }) => {
      const button = (target as Element).closest<HTMLElement>("[data-move]");
      const row = button?.closest("[draggable]");
      if (!button || !row) return;
      if (button.dataset["move"] === "up") row.previousElementSibling?.before(row);
      else row.nextElementSibling?.after(row);
      button.focus();
      tell(row);
    });
    this.el.addEventListener("dragstart", ({ target }) => (this.dragged = target as Element));
    this.el.addEventListener("dragover", (event) => {
      const over = (event.target as Element).closest("[draggable]");
      if (!this.dragged || !over) return;
      event.preventDefault();
      const { top, height } = over.getBoundingClientRect();
      if (over !== this.dragged) over[event.clientY < top + height / 2 ? "before" : "after"](this.dragged);
    });
    this.el.addEventListener("dragend", () => {
      if (this.dragged) tell(this.dragged);
      this.dragged = undefined;
    });
  },
};
