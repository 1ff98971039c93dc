import { html, type LayoutAssigns, type Rendered, type RootAssigns } from "@firecrest/live";

/** The document: rendered once per visit, as plain HTML. */
export function rootLayout({ head, pageTitle, content }: RootAssigns): Rendered {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="description" content="Which hashtag is ahead? Posts are counted as they arrive.">
    <meta name="theme-color" media="(prefers-color-scheme: light)" content="#f7f6f3">
    <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#14151a">
    <link rel="icon" href="data:,">
    <title data-default="Hashtag Battle" data-suffix=" · Hashtag Battle">${pageTitle ?? "Hashtag Battle"} · Hashtag Battle</title>
    ${head}
  </head>
  <body>
    <a class="skip" href="#main">Skip to the content</a>
    ${content}
  </body>
</html>
`;
}

/** What surrounds every view, and lives with it: navigation, connection state, messages. */
export function layout({ content, flash }: LayoutAssigns): Rendered {
  return html`<header class="bar">
  <a class="brand" href="/" data-phx-link="redirect" data-phx-link-state="push"><span>#</span>Hashtag Battle</a>
  <nav aria-label="Pages">
    <a href="/" data-phx-link="redirect" data-phx-link-state="push">Battles</a>
    <a href="/battles/new" data-phx-link="redirect" data-phx-link-state="push">New battle</a>
  </nav>
  <p class="connection" role="status">
    <span class="is-online">Live</span>
    <span class="is-connecting">Connecting…</span>
    <span class="is-offline">Offline – trying to reconnect…</span>
  </p>
</header>
${flash["info"] === undefined ? undefined : html`<${Message} kind="info" text=${flash["info"]} />`}
${flash["error"] === undefined ? undefined : html`<${Message} kind="error" text=${flash["error"]} />`}
${content}`;
}

function Message({ kind, text }: { readonly kind: string; readonly text: string }): Rendered {
  return html`<div class="flash flash-${kind}" role="alert">
  <p>${text}</p>
  <button class="is-quiet" phx-click="lv:clear-flash" phx-value-key=${kind}>Dismiss</button>
</div>`;
}
