import { type App, type Form as FormOf, form, html, liveView } from "@firecrest/live";
import { Form } from "@firecrest/live/components";
import { readForm } from "@firecrest/live/forms";
import type { Hono } from "hono";
import { z } from "zod";
import { Input } from "../demo/input.ts";
import { page } from "../page.ts";

const PATH = "/posted-form";
const NAME_LENGTH_MAX = 40;

const letter = z.object({
  to: z.string().trim().min(2, "To whom?").max(NAME_LENGTH_MAX, `At most ${NAME_LENGTH_MAX} letters.`),
  text: z.string().trim().min(5, "At least five letters.").max(200),
});

interface Assigns {
  letter: FormOf<typeof letter>;
  /** Whether the browser is to post the form. */
  isReady: boolean;
  posted: string | undefined;
}

const letterView = liveView({
  mount: (_live, { posted }: { readonly posted?: string | undefined }): Assigns => ({
    letter: form(letter, {}, { as: "letter" }),
    isReady: false,
    // It stands in the URL, where anybody may write anything.
    posted: posted?.slice(0, NAME_LENGTH_MAX),
  }),
  events: {
    validate: (live, params) => live.assign({ letter: form(live.assigns.letter, params) }),
    // The view checks; when nothing is wrong, the browser posts the form as it stands.
    send: (live, params) => {
      const checked = form(live.assigns.letter, params, { submitted: true });
      live.assign({ letter: checked, isReady: checked.isValid });
    },
  },
  render: ({ letter: shown, isReady, posted }, on) => html`
    <${Form} class="form" for=${shown} action=${PATH} phx-change=${on.validate} phx-submit=${on.send} phx-trigger-action=${isReady} novalidate>
      <${Input} field=${shown.field("to")} label="To" />
      <${Input} field=${shown.field("text")} label="Text" />
      <p><button>Post it</button></p>
    <//>
    <p role="status" id="posted">${posted !== undefined && `Posted to ${posted}.`}</p>
  `,
});

/** What answers the post: a plain HTTP handler, which could set cookies, or hand out a file. */
function answerPosts(http: Hono, app: App): void {
  http.post(PATH, async ({ req }) => {
    const posted = await readForm(req.raw, app.sessions.read(req.raw));
    if (!posted.ok) return new Response("Go back, and load the page again.", { status: 403 });
    const { value } = form(letter, posted.params, { as: "letter", submitted: true });
    const query = value === undefined ? "" : `?${new URLSearchParams({ posted: value.to }).toString()}`;
    return new Response(null, { status: 303, headers: { location: PATH + query } });
  });
}

export const postedFormPage = page(
  {
    path: PATH,
    title: "A form that the browser posts",
    area: "Forms",
    summary: "Mistakes are told as you type; what fits goes out as an ordinary post, and another page loads.",
    file: import.meta.url,
    http: answerPosts,
  },
  letterView,
);
