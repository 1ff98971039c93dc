export { ChannelClient, type ChannelClientOptions, type ChannelReply } from "./channel-client.ts";
export { CuttingProxy } from "./cutting-proxy.ts";
export { findFreePort } from "./free-port.ts";
export { LivePage, visit, type VisitOptions } from "./live-page.ts";
export type { LivePageMarkup } from "./page-html.ts";
