// A row of area E of docs/parity.md that takes a browser.

import { createApp, html, liveView, route } from "@firecrest/live";
import { Link } from "@firecrest/live/components";
import { expect, isOfficial, test } from "./support/fixtures.ts";

/** How many mounts are to fail. */
let failures = 0;

/** Shows how often it was mounted before, and how many attempts it took. */
const counted = (other: string) =>
  liveView({
    mount: (live) => {
      const { _mounts: mounts, _mount_attempts: attempts } = live.connectParams ?? { _mounts: -1, _mount_attempts: -1 };
      if (live.connected && failures > 0) {
        failures -= 1;
        throw new Error("on purpose");
      }
      return { said: `${mounts} ${attempts}` };
    },
    events: {
      crash: () => {
        throw new Error("on purpose");
      },
    },
    render: ({ said }, on) =>
      html`<p>${said}</p><button phx-click=${on.crash}>crash</button><${Link} navigate=${other}>on<//>`,
  });

test.use({
  served: {
    make: () =>
      createApp({
        secrets: ["a secret for tests, at least 32 characters"],
        routes: [route("/", counted("/next")), route("/next", counted("/"))],
        log: { debug() {}, info() {}, warn() {}, error() {} },
      }),
  },
});

test("connectParams counts the mounts so far and the attempts since the last one; a navigation starts both anew", async ({
  page,
  site,
}) => {
  failures = 0;
  await page.goto(site.url);
  await expect(page.locator("p")).toHaveText("0 0");
  await page.click("button");
  await expect(page.locator("p")).toHaveText("1 0", { timeout: 15_000 });
  // The official client loads the page anew where a view cannot mount again.
  if (!isOfficial) {
    failures = 1;
    await page.click("button");
    await expect(page.locator("p")).toHaveText("2 1", { timeout: 15_000 });
  }
  site.proxy.cut();
  await page.locator(".phx-error, .phx-client-error").first().waitFor();
  site.proxy.mend();
  await expect(page.locator("p")).toHaveText(isOfficial ? /^2 / : /^3 /, { timeout: 15_000 });
  await page.click("a");
  await expect(page).toHaveURL(/next$/);
  await expect(page.locator("p")).toHaveText("0 0");
});
