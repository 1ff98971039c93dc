import { each, event, html, js, liveView } from "@firecrest/live";
import { z } from "zod";
import { page } from "../page.ts";

interface Task {
  readonly id: number;
  readonly text: string;
}

interface Assigns {
  tasks: readonly Task[];
  nextId: number;
  editing: number | undefined;
}

const TASKS_MAX = 30;
const one = z.object({ id: z.coerce.number() });
const renamed = z.object({ task: z.coerce.number(), text: z.string().trim().max(60) });

/** The list with the task one place further up. */
function raised(tasks: readonly Task[], id: number): readonly Task[] {
  const index = tasks.findIndex((task) => task.id === id);
  const task = tasks[index];
  if (task === undefined || index === 0) return tasks;
  return tasks.toSpliced(index, 1).toSpliced(index - 1, 0, task);
}

const list = liveView({
  mount: (): Assigns => ({
    tasks: ["Find a branch", "Weave a nest", "Lay an egg", "Sing"].map((text, index) => ({ id: index + 1, text })),
    nextId: 5,
    editing: undefined,
  }),
  events: {
    raise: event(one, (live, { id }) => live.update("tasks", (tasks) => raised(tasks, id))),
    remove: event(one, (live, { id }) => live.update("tasks", (tasks) => tasks.filter((task) => task.id !== id))),
    reverse: (live) => live.update("tasks", (tasks) => tasks.toReversed()),
    add: (live) => {
      const { tasks, nextId } = live.assigns;
      if (tasks.length >= TASKS_MAX) return live.putFlash("error", `${TASKS_MAX} tasks are enough.`);
      live.assign({ tasks: [{ id: nextId, text: `Task ${nextId}` }, ...tasks], nextId: nextId + 1 });
    },
    edit: event(one, (live, { id }) => live.assign({ editing: id })),
    rename: event(renamed, (live, { task: id, text }) =>
      live.assign(({ tasks }) => ({
        tasks: tasks.map((task) => (task.id === id && text !== "" ? { id, text } : task)),
        editing: undefined,
      })),
    ),
  },
  render: ({ tasks, editing }, on) => html`
    <div class="row">
      <button phx-click=${on.add}>Add in front</button>
      <button class="is-quiet" phx-click=${on.reverse}>Reverse</button>
    </div>
    <ol class="list" id="tasks">${each(
      tasks,
      ({ id }) => id,
      ({ id, text }) =>
        html`<li id="task-${id}">${
          editing === id
            ? html`<form class="row" id="rename" phx-submit=${on.rename}>
              <input type="hidden" name="task" value=${id}>
              <input name="text" value=${text} maxlength="60" required aria-label="Name of the task" phx-mounted=${js.focus()}>
              <button>Keep</button>
            </form>`
            : html`<div class="row">
              <span class="grows">${text}</span>
              <button class="is-quiet is-small" phx-click=${on.raise} phx-value-id=${id} aria-label="Move up: ${text}">↑</button>
              <button class="is-quiet is-small" phx-click=${on.edit} phx-value-id=${id} aria-label="Edit: ${text}">Edit</button>
              <button class="is-quiet is-small" phx-click=${on.remove} phx-value-id=${id} aria-label="Remove: ${text}">✕</button>
            </div>`
        }</li>`,
    )}</ol>
    ${tasks.length === 0 && html`<p class="note">Nothing left to do.</p>`}
  `,
});

export const keyedListPage = page(
  {
    path: "/keyed-list",
    title: "A list with keys",
    area: "Lists",
    summary: "Move, edit, add and reverse: rows are told apart by their keys, so what moved is sent as a move.",
    file: import.meta.url,
  },
  list,
);
