import type { Uploader } from "@firecrest/client";

/** Brings files to the URLs that `external` has signed. */
export const Put: Uploader = (entries, onViewError) => {
  for (const entry of entries) {
    const { url } = entry.meta as { readonly url: string };
    const request = new XMLHttpRequest();
    onViewError(() => request.abort());
    entry.onCancel(() => request.abort());
    request.onload = () => (request.status === 204 ? entry.progress(100) : entry.error());
    request.onerror = () => entry.error();
    request.upload.onprogress = ({ loaded, total }) => entry.progress(Math.min(99, (100 * loaded) / total));
    request.open("PUT", url);
    request.send(entry.file);
  }
};
