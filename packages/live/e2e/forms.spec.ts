// Forms, where it takes a browser: what it sends, and what a patch leaves in its fields. One test a row of docs/parity.md.

import { createApp, form, type Form as FormOf, html, js, liveView, route } from "@firecrest/live";
import { Form, InputsFor } from "@firecrest/live/components";
import { z } from "zod";
import { expect, isOfficial, test } from "./support/fixtures.ts";

const party = z.object({ guests: z.array(z.object({ name: z.string() })) });

/** A list whose rows come and go by buttons that say they have changed. */
const partyView = liveView({
  mount: (): { party: FormOf<typeof party> } => ({
    party: form(party, { guests: [{ name: "Ann" }, { name: "Bob" }] }),
  }),
  events: { validate: (live, params) => live.assign({ party: form(live.assigns.party, params) }) },
  render: ({ party: shown }, on) => {
    const guests = shown.inputs("guests");
    const rows = InputsFor({
      for: guests,
      children: (guest) => html`<fieldset>
        <input class="name" id=${guest.field("name").id} name=${guest.field("name").name} value=${guest.field("name").value}>
        <button class="drop" type="button" name=${guests.dropName} value=${guest.index} phx-click=${js.dispatch("change")}>x</button>
      </fieldset>`,
    });
    return html`<${Form} for=${shown} phx-change=${on.validate}>
  ${rows}
  <button id="more" type="button" name=${guests.sortName} value="new" phx-click=${js.dispatch("change")}>more</button>
<//>`;
  },
});

const account = z.object({ name: z.string(), password: z.string() });

/** A password that is checked while it is typed, and then posted by the browser. */
const accountView = liveView({
  mount: (): { account: FormOf<typeof account>; heard: string; isReady: boolean } => ({
    account: form(account),
    heard: "",
    isReady: false,
  }),
  events: {
    check: (live, params) =>
      live.assign({ account: form(live.assigns.account, params), heard: String(params["password"]) }),
    save: (live, params) => live.assign({ account: form(live.assigns.account, params), isReady: true }),
  },
  render: ({ account: shown, heard, isReady }, on) => html`<main>
  <output id="heard">${heard.length}</output>
  <${Form} for=${shown} action="/post" phx-change=${on.check} phx-submit=${on.save} phx-trigger-action=${isReady}>
    <input id="name" name=${shown.field("name").name} value=${shown.field("name").value}>
    <input id="password" type="password" name=${shown.field("password").name} value=${shown.field("password").value}>
    <button id="save">save</button>
  <//>
</main>`,
});

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/party", partyView), route("/account", accountView)],
        fetch: async (request) => new Response(await request.text()),
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

test("rows are added, dropped and put into another order by the form's own change event, and keep their elements", async ({
  page,
  site,
}) => {
  await page.goto(`${site.url}/party`);
  await page.locator(".phx-connected").waitFor();
  const names = () =>
    page.locator(".name").evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  await page.click("#more");
  await expect.poll(names).toEqual(["Ann", "Bob", ""]);
  await page.locator(".name").last().fill("Cid");
  await page
    .locator(".name")
    .nth(1)
    .evaluate((input) => Object.assign(input, { isMine: true }));
  await page.locator(".drop").first().click();
  await expect.poll(names).toEqual(["Bob", "Cid"]);
  expect(
    await page
      .locator(".name")
      .first()
      .evaluate((input) => "isMine" in input),
  ).toBe(true);
  // What a drag would do: the numbers of the rows change their places.
  await page.evaluate(() => {
    const [first, second] = document.querySelectorAll("[name='guests_sort[]'][type=hidden]");
    if (first && second) second.after(first);
    second?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await expect.poll(names).toEqual(["Cid", "Bob"]);
  expect(
    await page
      .locator(".name")
      .last()
      .evaluate((input) => "isMine" in input),
  ).toBe(true);
});

test("a password is heard, and is in no frame and no markup; the browser posts it", async ({ page, site }) => {
  const seen: string[] = [];
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => seen.push(String(payload))));
  await page.goto(`${site.url}/account`);
  await page.locator(".phx-connected").waitFor();
  await page.fill("#name", "Ann");
  await page.fill("#password", "open-sesame");
  await expect(page.locator("#heard")).toHaveText("11");
  expect(seen.join()).toContain("Ann");
  expect(seen.join()).not.toContain("open-sesame");
  expect(await page.content()).not.toContain("open-sesame");
  await page.click("#save");
  await page.waitForURL(/post/);
  expect(await page.content()).toContain("password=open-sesame");
});

test("a password stays in its field when other fields are patched", async ({ page, site }) => {
  test.skip(isOfficial, "the official client empties what the server does not echo");
  await page.goto(`${site.url}/account`);
  await page.locator(".phx-connected").waitFor();
  await page.fill("#password", "open-sesame");
  await page.fill("#name", "Ann");
  await page.fill("#name", "Anna");
  await expect(page.locator("#name")).toHaveAttribute("value", "Anna");
  await expect(page.locator("#password")).toHaveValue("open-sesame");
});
