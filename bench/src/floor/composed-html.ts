/** The floor's dead renders of the pages that are made of parts: components, the records of a form, views in a view. */
import { COMPONENTS, GAUGE_IDS } from "../views/data.ts";
import { escapeHtml } from "./escape.ts";

/** The constant text of a gauge, between its title, its count and its binding. */
export const GAUGE_STATICS: readonly string[] = [
  "<h2>",
  "</h2>\n<p>The current count is <span>",
  "</span>.</p>\n<button",
  ">+</button>",
];
/** The binding of its button, a slot as on our page. */
export const GAUGE_BINDING = ' phx-click="inc"';

// As long as our server's signed tokens; nobody checks them here.
const NESTED_STATIC_TOKEN = `${"n".repeat(40)}.${"n".repeat(43)}`;
const NESTED_SESSION_TOKEN = `${"m".repeat(120)}.${"m".repeat(43)}`;

/** `/components`: a row for each of them. */
export function componentsBody(): string {
  return talliesBody(COMPONENTS);
}

/** `/one-component`. */
export function oneComponentBody(): string {
  return talliesBody(1);
}

function talliesBody(count: number): string {
  let html = "<main>\n  <h1>Components</h1>\n  <ul>";
  for (let cid = 1; cid <= count; cid += 1) {
    html +=
      `<li id="tally-${cid}" class="tally">\n  <b>${escapeHtml(`Tally ${cid}`)}</b> <span>${escapeHtml(String(0))}</span>\n` +
      `  <button phx-click="add" phx-target="${cid}">+</button>\n</li>`;
  }
  return `${html}</ul>\n</main>`;
}

/** `/party`: a form with three records, none of them filled in. */
export function partyBody(): string {
  let html = `<main>\n  <h1>Party</h1>\n  <form id="party" phx-change="change">\n    ${input("title", "What for")}\n    `;
  for (let index = 0; index < 3; index += 1) {
    html +=
      `<input type="hidden" name="party[guests][${index}][_persistent_id]" value="${index}">` +
      `<input type="hidden" name="party[guests_sort][]" value="${index}"><fieldset>\n` +
      `      ${input(`guests][${index}][name`, "Name")}\n      ${input(`guests][${index}][email`, "Email")}\n` +
      `      <button type="button" name="party[guests_drop][]" value="${index}">Remove</button>\n    </fieldset>`;
  }
  return (
    `${html}<input type="hidden" name="party[guests_drop][]" value="">\n` +
    `    <button type="button" name="party[guests_sort][]" value="new">Add</button>\n  </form>\n</main>`
  );
}

function input(name: string, label: string): string {
  const field = escapeHtml(name);
  const id = `party-${field.replaceAll("][", "-")}`;
  return (
    `<p>\n  <label for="${id}">${escapeHtml(label)}</label>\n` +
    `  <input name="party[${field}]" id="${id}" value="" class="input">\n  \n</p>`
  );
}

/** `/nested`: the page of `viewId`, every view inside it with its markup. */
export function nestedBody(viewId: string): string {
  let html = `<main class="gauges">\n  <h1>Gauges</h1>\n  `;
  for (const id of GAUGE_IDS) {
    html +=
      `<div class="card">${nestedContainer(id, { viewId, session: "", staticToken: NESTED_STATIC_TOKEN })}` +
      `${GAUGE_STATICS[0]}${escapeHtml(id)}${GAUGE_STATICS[1]}${escapeHtml(String(0))}${GAUGE_STATICS[2]}${GAUGE_BINDING}${GAUGE_STATICS[3]}` +
      "</div></div>";
  }
  return `${html}\n</main>`;
}

/** The containers that the join of `viewId` is answered with: empty, and each with its session. */
export function nestedContainers(viewId: string): readonly string[] {
  return GAUGE_IDS.map(
    (id) => `${nestedContainer(id, { viewId, session: NESTED_SESSION_TOKEN, staticToken: "" })}</div>`,
  );
}

interface ContainerTokens {
  readonly viewId: string;
  readonly session: string;
  readonly staticToken: string;
}

function nestedContainer(id: string, { viewId, session, staticToken }: ContainerTokens): string {
  return `<div id="${escapeHtml(id)}" data-phx-session="${session}" data-phx-static="${staticToken}" data-phx-parent-id="${escapeHtml(viewId)}">`;
}
