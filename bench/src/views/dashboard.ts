import { html, liveView } from "@firecrest/live";
import { dashboardValues } from "./data.ts";

/** The topic on which `POST /tick` broadcasts the next values. */
export const DASHBOARD_TOPIC = "dash";

interface Assigns {
  values: readonly number[];
}

/** Twenty numbers that all change at every tick; each viewer is a view of its own. */
export const dashboardView = liveView({
  mount: (live): Assigns => {
    live.subscribe(DASHBOARD_TOPIC);
    return { values: dashboardValues(0) };
  },
  handleInfo: (live, values: readonly number[]) => live.assign({ values }),
  render: ({ values: v }) => html`<main class="dashboard">
  <header class="bar"><h1>Operations dashboard</h1><span class="tick">tick <b>${v[0]}</b></span></header>
  <section class="grid">
    <article class="card"><h2>Requests per second</h2><p class="num">${v[1]}</p><small>req/s</small></article>
    <article class="card"><h2>Errors per second</h2><p class="num">${v[2]}</p><small>err/s</small></article>
    <article class="card"><h2>Latency p50</h2><p class="num">${v[3]}</p><small>µs</small></article>
    <article class="card"><h2>Latency p95</h2><p class="num">${v[4]}</p><small>µs</small></article>
    <article class="card"><h2>Latency p99</h2><p class="num">${v[5]}</p><small>µs</small></article>
    <article class="card"><h2>CPU user</h2><p class="num">${v[6]}</p><small>milli</small></article>
    <article class="card"><h2>CPU system</h2><p class="num">${v[7]}</p><small>milli</small></article>
    <article class="card"><h2>Memory used</h2><p class="num">${v[8]}</p><small>MiB</small></article>
    <article class="card"><h2>Memory cached</h2><p class="num">${v[9]}</p><small>MiB</small></article>
    <article class="card"><h2>Disk reads</h2><p class="num">${v[10]}</p><small>op/s</small></article>
    <article class="card"><h2>Disk writes</h2><p class="num">${v[11]}</p><small>op/s</small></article>
    <article class="card"><h2>Network in</h2><p class="num">${v[12]}</p><small>kB/s</small></article>
    <article class="card"><h2>Network out</h2><p class="num">${v[13]}</p><small>kB/s</small></article>
    <article class="card"><h2>Open sockets</h2><p class="num">${v[14]}</p><small>n</small></article>
    <article class="card"><h2>Queue depth</h2><p class="num">${v[15]}</p><small>n</small></article>
    <article class="card"><h2>Jobs done</h2><p class="num">${v[16]}</p><small>n</small></article>
    <article class="card"><h2>Jobs failed</h2><p class="num">${v[17]}</p><small>n</small></article>
    <article class="card"><h2>Users online</h2><p class="num">${v[18]}</p><small>n</small></article>
    <article class="card"><h2>Revenue today</h2><p class="num">${v[19]}</p><small>EUR</small></article>
  </section>
  <footer>All figures are live; nothing on this page is reloaded.</footer>
</main>`,
});
