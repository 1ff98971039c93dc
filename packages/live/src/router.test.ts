import { html } from "@firecrest/template";
import { expect, test } from "vitest";
import { liveView } from "./live-view.ts";
import { Router, route } from "./router.ts";

const list = liveView({ mount: () => ({}), render: () => html`list` });
const one = liveView({
  mount: (_live, params: { readonly id: string }) => ({ id: params.id }),
  render: ({ id }) => html`${id}`,
});
const router = new Router([
  route("/", list),
  route("/battles/new", list),
  route("/battles/:id", one),
  route("/b/:id", one),
]);

test.each([
  ["/", "", list, {}],
  ["/battles/new", "", list, {}],
  ["/battles/new/", "", list, {}],
  ["/battles/7", "", one, { id: "7" }],
  ["/battles/a%20b", "", one, { id: "a b" }],
  ["/battles/7", "page=2&tab=x", one, { id: "7", page: "2", tab: "x" }],
  ["/battles/7", "id=8", one, { id: "7" }],
])("%s?%s", (path, query, view, params) => {
  const match = router.match(path, query);
  expect(match?.view).toBe(view);
  expect(match?.params).toEqual(params);
});

test.each(["/battles", "/battles/", "/battles/7/x", "/battles/%zz", "//", "/Battles/7"])("%s is nobody's", (path) => {
  expect(router.match(path, "")).toBeUndefined();
});

test("a view is named after the first path it is mounted at", () => {
  expect(router.match("/b/1", "")?.viewName).toBe("/battles/:id");
});

test("a route without its leading slash is refused", () => {
  expect(() => route("battles", list)).toThrow(/must begin with "\/"/);
});
