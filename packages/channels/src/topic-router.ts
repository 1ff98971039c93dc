import { ChannelError } from "./errors.ts";
import type { TopicRoute } from "./topic.ts";

/** The first route whose pattern covers the topic. */
export function matchRoute(routes: readonly TopicRoute[], topic: string): TopicRoute | undefined {
  return routes.find(({ pattern }) =>
    pattern.endsWith("*") ? topic.startsWith(pattern.slice(0, -1)) : topic === pattern,
  );
}

/** Throws `invalid-topic-pattern` for a `*` anywhere but at the end, and for an empty pattern. */
export function checkTopicPattern(pattern: string): void {
  const star = pattern.indexOf("*");
  if (pattern !== "" && (star < 0 || star === pattern.length - 1)) return;
  throw new ChannelError(
    "invalid-topic-pattern",
    `The topic pattern ${JSON.stringify(pattern)} cannot be matched: it is empty, or has a * before its end. ` +
      'Write an exact topic ("lobby") or a prefix that ends in * ("room:*").',
  );
}
