/** What a client can be told to do without asking the server (liveview-protocol.md §20). */
export type JsCommandKind =
  | "push"
  | "dispatch"
  | "toggle"
  | "show"
  | "hide"
  | "add_class"
  | "remove_class"
  | "toggle_class"
  | "transition"
  | "set_attr"
  | "remove_attr"
  | "toggle_attr"
  | "ignore_attrs"
  | "focus"
  | "focus_first"
  | "push_focus"
  | "pop_focus"
  | "navigate"
  | "patch"
  | "exec";

/** One command as it travels: its kind, and its arguments by their wire names. */
export type JsCommand = readonly [kind: JsCommandKind, args: Readonly<Record<string, unknown>>];

/**
 * Which elements a command is for: a selector for the whole document, one for what is inside the element that carries the
 * command, or one for the nearest ancestor, itself included.
 */
export type JsTarget = string | { readonly inner: string } | { readonly closest: string };

/** Where a command does its work. */
export interface JsWhere {
  /** Default: the element that carries the command. */
  readonly to?: JsTarget;
}

/** Classes, separated by spaces: those that are there while it lasts or, as a list, while it lasts, at its start and at its end. */
export type JsTransition = string | readonly [running: string, start: string, end: string];

/** How long a change takes. */
export interface JsTiming extends JsWhere {
  /** Default 200. */
  readonly timeMs?: number;
  /** Whether DOM updates wait until it is over. Default true. */
  readonly blocking?: boolean;
}

/** A change that can be animated. */
export interface JsAnimated extends JsTiming {
  /** Default: none, the change is made at once. */
  readonly transition?: JsTransition;
}

/** Options of `show` and `hide`. */
export interface JsShowOptions extends JsAnimated {
  /** The CSS `display` of what is shown. Default `block`, or what table rows and cells need. */
  readonly display?: string;
}

/** Options of `toggle`. */
export interface JsToggleOptions extends JsTiming {
  /** The CSS `display` of what is shown. Default `block`, or what table rows and cells need. */
  readonly display?: string;
  /** The transition when it appears. Default: none. */
  readonly in?: JsTransition;
  /** The transition when it goes. Default: none. */
  readonly out?: JsTransition;
}

/** Options of `push`. */
export interface JsPushOptions {
  /** Who handles the event: a component's CID, or a selector for an element inside it. Default: the element's `phx-target`. */
  readonly target?: number | string;
  /** A selector for more elements that get the loading class. Default: none. */
  readonly loading?: string;
  /** Whether the page shows that it is loading until the reply. Default false. */
  readonly pageLoading?: boolean;
  /** Goes with the event, over the `phx-value-*` of the element. Default: nothing. */
  readonly value?: object;
}

/** Options of `dispatch`. */
export interface JsDispatchOptions extends JsWhere {
  /** The `detail` of the DOM event. Default `{}`. */
  readonly detail?: object;
  /** Default true. */
  readonly bubbles?: boolean;
  /** Whether DOM updates wait until the listener calls `detail.done`. Default false. */
  readonly blocking?: boolean;
}

/** Options of `navigate` and `patch`. */
export interface JsNavigateOptions {
  /** Whether it takes the place of the current entry in the browser's history. Default false. */
  readonly replace?: boolean;
}

/**
 * A sequence of commands, to be put into an attribute: `phx-click=${js.push("save").hide("#menu")}`. Immutable: every method
 * gives a new sequence with one command more, so that a sequence can be kept and extended. Where a method takes `where`, that is
 * a target or, for more than that, an object of options.
 */
export class JsCommands {
  readonly #commands: readonly JsCommand[];
  #text: string | undefined;

  constructor(commands: readonly JsCommand[] = []) {
    this.#commands = commands;
  }

  /** Sends an event to the server. */
  push(event: string, { pageLoading, ...options }: JsPushOptions = {}): JsCommands {
    return this.#then("push", { event, ...options, page_loading: pageLoading });
  }

  /** Dispatches a DOM event. */
  dispatch(event: string, where?: JsTarget | JsDispatchOptions): JsCommands {
    return this.#then("dispatch", { event, ...optionsOf(where) });
  }

  /** Shows what is hidden and hides what is shown. */
  toggle(where?: JsTarget | JsToggleOptions): JsCommands {
    const { in: ins, out: outs, ...options } = optionsOf(where);
    return this.#then("toggle", { ...timedArgs(options), ins: ins && stages(ins), outs: outs && stages(outs) });
  }

  /** Shows what is hidden. */
  show(where?: JsTarget | JsShowOptions): JsCommands {
    return this.#then("show", timedArgs(optionsOf(where)));
  }

  /** Hides what is shown. */
  hide(where?: JsTarget | JsAnimated): JsCommands {
    return this.#then("hide", timedArgs(optionsOf(where)));
  }

  /** Adds classes, given as a list or separated by spaces. */
  addClass(names: string | readonly string[], where?: JsTarget | JsAnimated): JsCommands {
    return this.#then("add_class", { names: words(names), ...timedArgs(optionsOf(where)) });
  }

  /** Removes classes, given as a list or separated by spaces. */
  removeClass(names: string | readonly string[], where?: JsTarget | JsAnimated): JsCommands {
    return this.#then("remove_class", { names: words(names), ...timedArgs(optionsOf(where)) });
  }

  /** Adds each class that is not there and removes each that is. */
  toggleClass(names: string | readonly string[], where?: JsTarget | JsAnimated): JsCommands {
    return this.#then("toggle_class", { names: words(names), ...timedArgs(optionsOf(where)) });
  }

  /** Runs a transition that changes nothing by itself. */
  transition(transition: JsTransition, where?: JsTarget | JsTiming): JsCommands {
    return this.#then("transition", timedArgs({ ...optionsOf(where), transition }));
  }

  /** Sets an attribute. */
  setAttribute(name: string, value: string, where?: JsTarget | JsWhere): JsCommands {
    return this.#then("set_attr", { attr: [name, value], ...optionsOf(where) });
  }

  /** Removes an attribute. */
  removeAttribute(name: string, where?: JsTarget | JsWhere): JsCommands {
    return this.#then("remove_attr", { attr: name, ...optionsOf(where) });
  }

  /** Changes an attribute between two values or, given one, between that and no attribute. */
  toggleAttribute(name: string, values: string | readonly [string, string], where?: JsTarget | JsWhere): JsCommands {
    return this.#then("toggle_attr", { attr: [name].concat(values), ...optionsOf(where) });
  }

  /** Leaves these attributes as they are in the browser when the server changes them. `*` stands for any characters. */
  ignoreAttributes(names: string | readonly string[], where?: JsTarget | JsWhere): JsCommands {
    return this.#then("ignore_attrs", { attrs: words(names), ...optionsOf(where) });
  }

  /** Focuses an element. */
  focus(where?: JsTarget | JsWhere): JsCommands {
    return this.#then("focus", optionsOf(where));
  }

  /** Focuses the first thing inside an element that can be focused, preferring what the user works with. */
  focusFirst(where?: JsTarget | JsWhere): JsCommands {
    return this.#then("focus_first", optionsOf(where));
  }

  /** Remembers an element for {@link popFocus}. */
  pushFocus(where?: JsTarget | JsWhere): JsCommands {
    return this.#then("push_focus", optionsOf(where));
  }

  /** Focuses the element that was remembered last, and forgets it. */
  popFocus(): JsCommands {
    return this.#then("pop_focus", {});
  }

  /** Goes to another live view. */
  navigate(href: string, options: JsNavigateOptions = {}): JsCommands {
    return this.#then("navigate", { href, ...options });
  }

  /** Changes the URL of this live view. */
  patch(href: string, options: JsNavigateOptions = {}): JsCommands {
    return this.#then("patch", { href, ...options });
  }

  /** Runs the commands that each target has in an attribute of its own. */
  exec(attribute: string, where?: JsTarget | JsWhere): JsCommands {
    return this.#then("exec", { attr: attribute, ...optionsOf(where) });
  }

  /** These commands, and then those. */
  concat(then: JsCommands): JsCommands {
    return new JsCommands([...this.#commands, ...then.#commands]);
  }

  /** The JSON text that an attribute holds. */
  toString(): string {
    return (this.#text ??= JSON.stringify(this.#commands));
  }

  /** The commands as data. */
  toJSON(): readonly JsCommand[] {
    return this.#commands;
  }

  /** An argument that is not given does not travel. */
  #then(kind: JsCommandKind, args: object): JsCommands {
    const given = Object.entries(args).filter(([, value]) => value !== undefined && value !== null);
    return new JsCommands([...this.#commands, [kind, Object.fromEntries(given)]]);
  }
}

/** Where every sequence of commands begins. */
export const js = new JsCommands();

/** Every option of every command: none of them is required, so a target alone will do for all. */
type AnyOptions = JsShowOptions & JsToggleOptions & JsDispatchOptions;

function optionsOf(where: JsTarget | AnyOptions = {}): AnyOptions {
  return typeof where === "string" || "inner" in where || "closest" in where ? { to: where } : where;
}

function timedArgs({ transition, timeMs, ...args }: AnyOptions): object {
  return { ...args, transition: transition && stages(transition), time: timeMs };
}

function stages(transition: JsTransition): readonly (readonly string[])[] {
  const [running, start, end] = typeof transition === "string" ? [transition, "", ""] : transition;
  return [words(running), words(start), words(end)];
}

function words(names: string | readonly string[]): readonly string[] {
  return typeof names === "string" ? names.split(/\s+/).filter(Boolean) : names;
}
