import type { SocketInfo } from "@firecrest/channels";
import { EVENTS } from "@firecrest/wire";
import type { Environment } from "../environment.ts";
import type { Live } from "../live.ts";
import type { LiveHost } from "../live-host.ts";
import type { Outbox } from "../outbox.ts";
import type { LiveScope } from "../scope.ts";
import { NO_UPLOADS, type UploadsByName } from "./live-uploads.ts";
import type { UploadConfig } from "./upload-config.ts";
import type { UploadOwner } from "./upload-directory.ts";
import type { UploadPorts } from "./upload-host.ts";
import type { UploadClaims, UploadNotice } from "./upload-message.ts";
import { type PreflightReply, refusePreflight } from "./upload-wire.ts";
import { Uploads } from "./uploads.ts";

/** What the uploads of one view need; without a connection those of a page that is plain HTML. */
export function uploadPorts(
  { newId, newUuid, uploads: directory, tokens }: Environment,
  connected?: { readonly view: UploadOwner["view"]; readonly socket: SocketInfo },
): UploadPorts {
  const connection =
    connected === undefined
      ? undefined
      : { ...connected, directory, signToken: (claims: UploadClaims) => tokens.signUpload(claims) };
  return { newId, newUuid, connection };
}

/**
 * Takes a client's push about its files, and keeps what the answer says of them. Without a scope the component whose form it was
 * is gone: a race that the client expects to be answered.
 */
export function pushToUploads(
  scope: LiveScope | undefined,
  { event, payload, outbox }: { readonly event: string; readonly payload: unknown; readonly outbox: Outbox },
): void | Promise<void> {
  if (event === EVENTS.progress) return scope?.uploads.progress(payload);
  const keep = (reply: PreflightReply): void => outbox.keepMembers(JSON.stringify(reply).slice(1, -1));
  const reply = scope === undefined ? refusePreflight(payload) : scope.uploads.preflight(payload);
  return reply instanceof Promise ? reply.then(keep) : keep(reply);
}

/** The uploads of one scope. What their actors say arrives as the view's other tasks do, and is rendered for the scope it is of. */
export function createUploads(host: LiveHost, scope: LiveScope): Uploads {
  const uploads: Uploads = new Uploads({
    ports: host.uploads,
    live: scope as unknown as Live<object>,
    get isAlive() {
      return scope.isAlive;
    },
    notify: (notice: UploadNotice) =>
      host.deliverTask({
        name: "upload",
        outcome: { ok: true, value: undefined },
        cid: scope.myself,
        take: () => (scope.isAlive ? () => uploads.receive(notice) : undefined),
      }),
    changed: (config) => showUpload(scope, config),
  });
  return uploads;
}

/** An upload has a new state; an assign of its name that holds the one before follows. */
function showUpload(scope: LiveScope, config: UploadConfig): void {
  const { name } = config;
  const byName = (scope.assigns["uploads"] ?? NO_UPLOADS) as UploadsByName;
  if (byName[name] !== undefined && scope.assigns[name] === byName[name]) scope.assign({ [name]: config });
  scope.setReserved("uploads", Object.freeze({ ...byName, [name]: config }));
}
