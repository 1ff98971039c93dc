import { expect, test } from "vitest";
import { component } from "./component-define.ts";
import { slot } from "./component-slot.ts";
import { Differ } from "./differ.ts";
import { html } from "./html.ts";
import { renderToString } from "./render-to-string.ts";
import type { RenderOptions } from "./scope.ts";

const Box = component(
  { name: "Box", slots: { children: slot(), footer: slot() } },
  ({ children, footer }) => html`<section><p>${children}</p></section>${footer}`,
);
function Plain({ text }: { readonly text: string }) {
  return html`<b>${text}</b>`;
}

// One line, so that there is one number to compare with.
const page = (text: string) =>
  html`<main><${Box}><i>${text}</i><:footer><u>f</u><//><//>${Box({ children: "called" })}<${Plain} text="t"/></main>`.ownedBy(
    "Page",
  );

function rendered(options: RenderOptions): string {
  const dead = renderToString(page("x"), {}, options);
  const { p, s } = JSON.parse(`{${new Differ(options).diff(page("x"))}}`) as { p: Record<string, string[]>; s: number };
  // A client is told the same constant text.
  for (const text of Object.values(p).flat()) expect(dead).toContain(text);
  expect(p[s]?.[0]).toBe(dead.slice(0, p[s]?.[0]?.length));
  return dead;
}

test("without options nothing is added", () => {
  expect(rendered({})).toBe(
    "<main><section><p><i>x</i></p></section><u>f</u><section><p>called</p></section><b>t</b></main>",
  );
});

test("the outermost tags of a view, of components and of slot content get the attribute, and no other tag does", () => {
  expect(rendered({ rootTagAttribute: "data-r" })).toBe(
    "<main data-r><section data-r><p><i data-r>x</i></p></section><u data-r>f</u>" +
      "<section data-r><p>called</p></section><b data-r>t</b></main>",
  );
});

test("a template inside of a component's markup is no root", () => {
  const List = component({}, () => html`<ul>${["a"].map((text) => html`<li>${text}</li>`)}</ul>`);
  expect(renderToString(html`<p>${List()}</p>`, {}, { rootTagAttribute: "data-r" })).toBe(
    "<p><ul data-r><li>a</li></ul></p>",
  );
});

test("annotations say where tags are written, who called a component, and where what it renders begins and ends", () => {
  const annotate = (file: string) => file.replace(/^.*\//, "");
  const annotated = rendered({ annotate })
    .replaceAll(/(?<=test\.ts:)\d+/g, "L")
    .replaceAll(/(?<=:L):\d+/g, ":C");
  const at = "template-marks.test.ts:L";
  const loc = ` data-phx-loc="${at}"`;
  expect(annotated).toBe(
    `<!-- <Page> ${at}:C --><main${loc}>` +
      `<!-- @caller ${at}:C --><!-- <Box> ${at}:C --><section${loc}><p${loc}>` +
      `<!-- <:children> ${at}:C --><i${loc}>x</i><!-- </:children> --></p></section>` +
      `<!-- <:footer> ${at}:C --><u${loc}>f</u><!-- </:footer> --><!-- </Box> -->` +
      `<!-- <Box> ${at}:C --><section${loc}><p${loc}>called</p></section><!-- </Box> -->` +
      `<!-- @caller ${at}:C --><!-- <Plain> ${at}:C --><b${loc}>t</b><!-- </Plain> --></main><!-- </Page> -->`,
  );
});

test("a file may be left out of it, and a document begins with its doctype", () => {
  expect(renderToString(page("x"), {}, { annotate: () => undefined })).toBe(renderToString(page("x")));
  const document = html`<!doctype html><title>x</title>`.ownedBy("Layout");
  expect(renderToString(document, {}, { annotate: () => "a--b.ts" })).toMatch(
    /^<!doctype html><title data-phx-loc="a--b\.ts:\d+">x<\/title>$/,
  );
});

test("no path can end its comment or its attribute", () => {
  const line = () => html`<p></p>`.ownedBy("A");
  expect(renderToString(line(), {}, { annotate: () => 'x--><b a="' })).toMatch(
    /^<!-- <A> x- -><b a=":\d+:\d+ --><p data-phx-loc="x--><b a=&quot;:\d+"><\/p><!-- <\/A> -->$/,
  );
});
