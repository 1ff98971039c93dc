/**
 * The floor's dead renders: the pages of the bench put together by hand, string by string, with escaping and nothing else.
 * The markup is that of our own pages, so that both sides send about the same bytes.
 */
import { dashboardValues, rows } from "../views/data.ts";
import { componentsBody, nestedBody, oneComponentBody, partyBody } from "./composed-html.ts";
import { escapeHtml } from "./escape.ts";

/** What differs from one answer to the next within the same page. */
export interface PageTokens {
  /** Id of the view's container, 20 characters. */
  readonly viewId: string;
  readonly csrfToken: string;
}

// As long as our server's signed tokens; nobody checks them here.
const SESSION_TOKEN = `${"s".repeat(69)}.${"s".repeat(43)}`;
const STATIC_TOKEN = `${"t".repeat(58)}.${"t".repeat(43)}`;

const DASHBOARD_CARDS: readonly (readonly [title: string, unit: string])[] = [
  ["Requests per second", "req/s"],
  ["Errors per second", "err/s"],
  ["Latency p50", "µs"],
  ["Latency p95", "µs"],
  ["Latency p99", "µs"],
  ["CPU user", "milli"],
  ["CPU system", "milli"],
  ["Memory used", "MiB"],
  ["Memory cached", "MiB"],
  ["Disk reads", "op/s"],
  ["Disk writes", "op/s"],
  ["Network in", "kB/s"],
  ["Network out", "kB/s"],
  ["Open sockets", "n"],
  ["Queue depth", "n"],
  ["Jobs done", "n"],
  ["Jobs failed", "n"],
  ["Users online", "n"],
  ["Revenue today", "EUR"],
];

/** The markup between two values of the dashboard: `values[i]` stands between entry `i` and `i + 1`. */
export const DASHBOARD_STATICS: readonly string[] = dashboardStatics();

const FORM_FIELDS: readonly (readonly [name: string, type: string, label: string])[] = [
  ["name", "text", "Name"],
  ["email", "email", "Email"],
  ["age", "number", "Age"],
  ["password", "password", "Password"],
  ["bio", "text", "Bio"],
];

// Made once: the floor is the concatenation alone, and making the data would flatter whoever is divided by it.
const DASHBOARD = dashboardValues(0);
const TABLE_ROWS = rows(1, 1_000);

const BODIES: Readonly<Record<string, (tokens: PageTokens) => string>> = {
  "/counter": counterBody,
  "/dashboard": dashboardBody,
  "/table": tableBody,
  "/form": formBody,
  "/components": componentsBody,
  "/one-component": oneComponentBody,
  "/party": partyBody,
  "/nested": ({ viewId }) => nestedBody(viewId),
};

/** The whole page at `path`, or undefined where the floor has none. */
export function renderPage(path: string, tokens: PageTokens): string | undefined {
  const body = BODIES[path];
  return body === undefined ? undefined : renderShell(tokens, body(tokens));
}

function renderShell(tokens: PageTokens, body: string): string {
  return (
    `<!doctype html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n` +
    `    <meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `    <title data-default="Firecrest">Firecrest</title>\n` +
    `    <meta name="csrf-token" content="${escapeHtml(tokens.csrfToken)}">\n  </head>\n  <body>\n` +
    `    <div id="${escapeHtml(tokens.viewId)}" data-phx-main data-phx-session="${SESSION_TOKEN}" data-phx-static="${STATIC_TOKEN}">` +
    `${body}</div>\n  </body>\n</html>`
  );
}

function counterBody(): string {
  return (
    `<main class="counter">\n  <h1>Counter</h1>\n  <p>The current count is <span id="count">${escapeHtml(String(0))}</span>.</p>\n` +
    `  <button phx-click="dec">-</button>\n  <button phx-click="inc">+</button>\n</main>`
  );
}

function dashboardStatics(): readonly string[] {
  const statics: string[] = [];
  let text = `<main class="dashboard">\n  <header class="bar"><h1>Operations dashboard</h1><span class="tick">tick <b>`;
  let after = `</b></span></header>\n  <section class="grid">\n`;
  for (const [title, unit] of DASHBOARD_CARDS) {
    statics.push(text);
    text = `${after}    <article class="card"><h2>${title}</h2><p class="num">`;
    after = `</p><small>${unit}</small></article>\n`;
  }
  statics.push(text);
  statics.push(
    `${after}  </section>\n  <footer>All figures are live; nothing on this page is reloaded.</footer>\n</main>`,
  );
  return statics;
}

function dashboardBody(): string {
  let html = DASHBOARD_STATICS[0] ?? "";
  for (let index = 0; index < DASHBOARD.length; index += 1) {
    html += escapeHtml(String(DASHBOARD[index])) + (DASHBOARD_STATICS[index + 1] ?? "");
  }
  return html;
}

function tableBody(): string {
  let html =
    `<main>\n  <h1>Table</h1>\n  <button phx-click="create">create</button><button phx-click="swap">swap</button>\n` +
    `  <button phx-click="update10">update10</button><button phx-click="append">append</button>\n` +
    `  <button phx-click="clear">clear</button>\n  <table class="table">\n    <tbody id="rows">\n      `;
  for (const row of TABLE_ROWS) {
    const id = escapeHtml(String(row.id));
    html +=
      `<tr id="row-${id}">\n        <td class="col-md-1">${id}</td>\n` +
      `        <td class="col-md-4"><a phx-click="select" phx-value-id="${id}">${escapeHtml(row.label)}</a></td>\n` +
      `        <td class="col-md-1">${escapeHtml(String(row.qty))}</td>\n` +
      `        <td class="col-md-6">${escapeHtml(row.price)}</td>\n      </tr>`;
  }
  return `${html}\n    </tbody>\n  </table>\n</main>`;
}

/** The markup of `/form` inside its container, no field filled in. */
export function formBody(): string {
  let html = `<main>\n  <h1>Form</h1>\n  <form id="user-form" phx-change="validate" phx-submit="save">\n    `;
  for (const [name, type, label] of FORM_FIELDS) {
    const field = escapeHtml(name);
    html +=
      `<div class="fieldset mb-2">\n  <label for="user_${field}">\n    <span class="label mb-1">${escapeHtml(label)}</span>\n` +
      `    <input type="${escapeHtml(type)}" name="user[${field}]" id="user_${field}" value="" class="w-full input">\n` +
      `  </label>\n  \n</div>\n    `;
  }
  return `${html}<button>Save</button>\n  </form>\n</main>`;
}
