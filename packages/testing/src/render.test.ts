import { each, html, liveComponent, type Slot } from "@firecrest/live";
import { expect, test } from "vitest";
import { renderComponent } from "./render.ts";
import { renderToString } from "./index.ts";

interface CardProps {
  readonly title: string;
  readonly children?: Slot;
}
function Card({ title, children }: CardProps) {
  return html`<section><h2>${title}</h2>${children}</section>`;
}
const counter = liveComponent({
  mount: (_live, { start }: { readonly id: string; readonly start: number }): { count: number } => ({
    count: start * 2,
  }),
  events: { add: (live) => live.update("count", (count) => count + 1) },
  render: ({ count, id, myself }, on) => html`<b id=${id} phx-click=${on.add} phx-target=${myself}>${count}</b>`,
});

test("renderComponent shows a function component and the first render of a stateful one", async () => {
  expect(await renderComponent(Card, { title: "A & B" })).toBe("<section><h2>A &amp; B</h2></section>");
  expect(await renderComponent(counter, { id: "c", start: 2 })).toBe('<b id="c" phx-click="add" phx-target="1">4</b>');
  expect(await renderComponent(() => html`<${Card} title="x"><i>inside</i><//>`, {})).toBe(
    "<section><h2>x</h2><i>inside</i></section>",
  );
});

test("renderComponent rejects with the component's own error as the cause", async () => {
  const broken = () => {
    throw new Error("no title");
  };
  await expect(renderComponent(broken, {})).rejects.toMatchObject({ code: "no-page", cause: { message: "no title" } });
});

test("renderToString is a template's text, as the server sends it", () => {
  expect(
    renderToString(html`<p class=${["a", false, "b"]}>${each([1, 2], String, (n) => html`<i>${n}</i>`)}</p>`),
  ).toBe('<p class="a b"><i>1</i><i>2</i></p>');
});
