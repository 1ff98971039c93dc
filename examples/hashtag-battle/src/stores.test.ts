import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../test/test-database.ts";
import type { Battle } from "./battle.ts";
import {
  BATTLES_MAX,
  findBattle,
  insertBattle,
  listBattles,
  listBattlesBetween,
  renewDemoBattles,
} from "./battle-store.ts";
import { linkPastPosts, pruneSimulatedPosts, storePosts } from "./entry-store.ts";
import { type IncomingPost, preparePost } from "./post.ts";
import {
  countPosts,
  LATEST_POSTS_MAX,
  loadDetails,
  loadLatestPosts,
  loadSeries,
  loadSummaries,
  SERIES_MINUTES_MAX,
  seriesWindow,
} from "./tally-store.ts";
import { addFirstUser, addUser, findUserByApiKey, removeUser } from "./user-store.ts";
import { uuidOf } from "./uuid.ts";

const NOON_MS = Date.UTC(2026, 10, 20, 12);
const MINUTE_MS = 60_000;

let testing: TestDatabase;

beforeAll(async () => {
  testing = await startTestDatabase();
});
beforeEach(() => testing.clear());
afterAll(() => testing.close());

function post(text: string, afterMs = 0, fields: Partial<IncomingPost> = {}): IncomingPost {
  return { uuid: uuidOf(`${text} ${afterMs}`), kind: "imported", text, createdAtMs: NOON_MS + afterMs, ...fields };
}

async function store(...posts: IncomingPost[]) {
  return storePosts(testing.database, posts.map(preparePost));
}

async function makeBattle(fields: Partial<Omit<Battle, "id">> = {}): Promise<Battle> {
  const battle = {
    title: "Drinks",
    queries: ["#coffee espresso", "#tea"],
    startAtMs: NOON_MS,
    endAtMs: NOON_MS + 60 * MINUTE_MS,
    ...fields,
  };
  return insertBattle(testing.database, battle);
}

async function countsOf(battle: Battle): Promise<number[]> {
  return (await countPosts(testing.database, [battle])).get(battle.id) ?? [];
}

async function selectRows(text: string): Promise<unknown[]> {
  return (await testing.pool.query(text)).rows;
}

/** A transaction that is about to store a post of this UUID: whoever else stores it waits, until it is given up. */
async function blockPost(uuid: string) {
  const client = await testing.pool.connect();
  await client.query("begin");
  await client.query("insert into uniq_entries values (default, $1, '{}', '{}', 'x', 'imported', now())", [uuid]);
  const countWaiting = async () => {
    const { rows } = await testing.pool.query("select pid from pg_stat_activity where wait_event_type = 'Lock'");
    return rows.length;
  };
  return {
    waiting: (count: number) => expect.poll(countWaiting, { interval: 10 }).toBe(count),
    release: async () => {
      await client.query("rollback");
      client.release();
    },
  };
}

describe("storing posts", () => {
  test("keeps what a post says", async () => {
    await store(post("I love\n #Coffee @Anna", 5, { uuid: uuidOf("a"), kind: "bluesky", hashtags: ["morning"] }));
    expect(await selectRows("select * from uniq_entries")).toEqual([
      {
        id: "1",
        uuid: uuidOf("a"),
        hashtags: ["coffee", "morning"],
        user_mentions: ["anna"],
        flat_text: "I love #Coffee @Anna",
        kind: "bluesky",
        created_at: new Date(NOON_MS + 5),
      },
    ]);
  });

  test("a post that arrives again, in the same batch or later, is stored and counted once", async () => {
    const battle = await makeBattle();
    expect(await store(post("#tea"), post("#tea"))).toHaveLength(1);
    expect(await store(post("#tea"), post("#coffee"))).toEqual([
      { createdAtMs: NOON_MS, keywords: new Set(["#coffee"]) },
    ]);
    expect(await store({ ...post("#tea"), uuid: post("#tea").uuid.toUpperCase() })).toEqual([]);
    expect(await countsOf(battle)).toEqual([1, 1]);
  });

  test("only watched keywords are linked", async () => {
    await makeBattle();
    await store(post("#tea with milk"), post("nothing"));
    expect(
      await selectRows("select keyword from uniq_entry_keywords join keywords on keywords.id = keyword_id"),
    ).toEqual([{ keyword: "#tea" }]);
  });

  test("two writers of the same posts in opposite order wait for each other instead of blocking each other", async () => {
    const posts = ["a", "b", "c"].map((text) => post(text)).sort((left, right) => (left.uuid < right.uuid ? -1 : 1));
    const blocker = await blockPost(posts[1]?.uuid ?? "");
    const storing = [store(...posts), store(...posts.toReversed())];
    await blocker.waiting(2);
    await blocker.release();
    expect((await Promise.all(storing)).flat()).toHaveLength(3);
  });

  test("nothing is nothing", async () => {
    expect(await store()).toEqual([]);
  });
});

describe("counting", () => {
  test("a post counts once per query, however many of its keywords it holds", async () => {
    const battle = await makeBattle();
    await store(
      post("#coffee espresso ESPRESSO"),
      post("#coffee and #tea"),
      post("an espresso"),
      post("coffee without the sign"),
    );
    expect(await countsOf(battle)).toEqual([3, 1]);
  });

  test("exactly when start_at ≤ created_at ≤ end_at", async () => {
    const battle = await makeBattle();
    await store(
      ...[-1, 0, 1, 60 * MINUTE_MS - 1, 60 * MINUTE_MS, 60 * MINUTE_MS + 1].map((afterMs) => post("#tea", afterMs)),
    );
    expect(await countsOf(battle)).toEqual([0, 4]);
  });

  test("battles share keywords, each with its own window", async () => {
    const early = await makeBattle({ endAtMs: NOON_MS + MINUTE_MS });
    const late = await makeBattle({ startAtMs: NOON_MS + MINUTE_MS + 1, queries: ["#tea", "#milk", "#coffee"] });
    await store(post("#tea", 0), post("#tea", 2 * MINUTE_MS), post("#coffee", 3 * MINUTE_MS));
    expect(await countPosts(testing.database, [early, late])).toEqual(
      new Map([
        [early.id, [0, 1]],
        [late.id, [1, 0, 1]],
      ]),
    );
    expect(await countPosts(testing.database, [])).toEqual(new Map());
  });
});

describe("the series", () => {
  test("has every minute, those without posts as zeros", async () => {
    const battle = await makeBattle({ startAtMs: NOON_MS + 30_000 });
    await store(post("#tea", 30_000), post("#tea espresso", 59_999), post("#coffee", 3 * MINUTE_MS));
    expect(await loadSeries(testing.database, battle, NOON_MS + 4 * MINUTE_MS + 1)).toEqual({
      counts: [2, 2],
      series: [
        [1, 2],
        [0, 0],
        [0, 0],
        [1, 0],
        [0, 0],
      ].map((counts, index) => ({ minuteMs: NOON_MS + index * MINUTE_MS, counts })),
    });
  });

  test("counts in its first minute only from the battle's start, in its last only to the end", async () => {
    const battle = await makeBattle({ startAtMs: NOON_MS + 30_000, endAtMs: NOON_MS + 90_000 });
    await store(post("#tea", 29_999), post("#tea", 30_000), post("#tea", 90_000), post("#tea", 90_001));
    const { counts, series } = await loadSeries(testing.database, battle, NOON_MS + 10 * MINUTE_MS);
    expect([counts, series.map((point) => point.counts)]).toEqual([
      [0, 2],
      [
        [0, 1],
        [0, 1],
      ],
    ]);
  });

  test.each([
    ["before the start", -1, undefined],
    ["at the start", 0, { firstMs: NOON_MS, lastMs: NOON_MS }],
    ["later", 5 * MINUTE_MS + 7, { firstMs: NOON_MS, lastMs: NOON_MS + 5 * MINUTE_MS }],
    [
      "much later",
      200 * MINUTE_MS,
      { firstMs: NOON_MS + (200 - SERIES_MINUTES_MAX + 1) * MINUTE_MS, lastMs: NOON_MS + 200 * MINUTE_MS },
    ],
    [
      "after the end",
      500 * MINUTE_MS,
      { firstMs: NOON_MS + (300 - SERIES_MINUTES_MAX + 1) * MINUTE_MS, lastMs: NOON_MS + 300 * MINUTE_MS },
    ],
  ])("%s", (_, afterMs, window) => {
    const battle = { id: 1, title: "", queries: [], startAtMs: NOON_MS + 1, endAtMs: NOON_MS + 300 * MINUTE_MS };
    expect(seriesWindow(battle, NOON_MS + 1 + afterMs)).toEqual(window);
  });

  test("is empty before the start", async () => {
    expect(await loadSeries(testing.database, await makeBattle(), NOON_MS - 1)).toEqual({ counts: [0, 0], series: [] });
  });

  test("leaves out the minutes before its last 180; the counts do not", async () => {
    const battle = await makeBattle({ endAtMs: NOON_MS + 500 * MINUTE_MS });
    await store(post("#tea", 1), post("#tea #coffee espresso", 200 * MINUTE_MS), post("#tea", 400 * MINUTE_MS));
    const { counts, series } = await loadSeries(testing.database, battle, NOON_MS + 210 * MINUTE_MS);
    expect(series).toHaveLength(SERIES_MINUTES_MAX);
    expect(series.filter((point) => point.counts.some((count) => count > 0))).toEqual([
      { minuteMs: NOON_MS + 200 * MINUTE_MS, counts: [1, 1] },
    ]);
    expect(counts).toEqual([1, 3]); // Posts from the future too: what counts is the battle's window.
    expect(counts).toEqual(await countsOf(battle));
  });
});

describe("the latest posts", () => {
  test("newest first, with the queries that each matches", async () => {
    const battle = await makeBattle();
    await store(
      post("#tea and #coffee", 1),
      post("espresso #coffee", 2),
      post("milk", 3),
      post("#tea", 60 * MINUTE_MS + 1),
    );
    const posts = await loadLatestPosts(testing.database, battle);
    expect(posts).toEqual([
      {
        id: expect.any(Number),
        text: "espresso #coffee",
        kind: "imported",
        createdAtMs: NOON_MS + 2,
        queryIndexes: [0],
      },
      {
        id: expect.any(Number),
        text: "#tea and #coffee",
        kind: "imported",
        createdAtMs: NOON_MS + 1,
        queryIndexes: [0, 1],
      },
    ]);
  });

  test("at most fifty", async () => {
    const battle = await makeBattle();
    await store(...Array.from({ length: 120 }, (_, index) => post(index % 2 === 0 ? "#tea" : "#coffee", index)));
    const posts = await loadLatestPosts(testing.database, battle);
    expect(posts.map((latest) => latest.createdAtMs - NOON_MS)).toEqual(
      Array.from({ length: LATEST_POSTS_MAX }, (_, index) => 119 - index),
    );
  });
});

describe("battles", () => {
  test("are found as they were made", async () => {
    const battle = await makeBattle({ title: "Tea “time”", queries: ["#Tea, cup", "#coffee", "{milk}"] });
    expect(await findBattle(testing.database, battle.id)).toEqual(battle);
    expect(battle).toEqual({
      id: 1,
      title: "Tea “time”",
      queries: ["#Tea, cup", "#coffee", "{milk}"],
      startAtMs: NOON_MS,
      endAtMs: NOON_MS + 60 * MINUTE_MS,
    });
    expect(await findBattle(testing.database, 99)).toBeUndefined();
  });

  test("are listed running, coming, past", async () => {
    const at = (title: string, startMinute: number, endMinute: number) =>
      makeBattle({ title, startAtMs: NOON_MS + startMinute * MINUTE_MS, endAtMs: NOON_MS + endMinute * MINUTE_MS });
    await at("long ago", -90, -80);
    await at("next", 5, 20);
    await at("ends soon", -10, 10);
    await at("later", 9, 15);
    await at("just ended", -90, -1);
    await at("ends later", -20, 30);
    const titles = (await listBattles(testing.database, NOON_MS)).map((battle) => battle.title);
    expect(titles).toEqual(["ends soon", "ends later", "next", "later", "just ended", "long ago"]);
    const overlapping = await listBattlesBetween(testing.database, NOON_MS + 10 * MINUTE_MS, NOON_MS + 12 * MINUTE_MS);
    expect(overlapping.map((battle) => battle.title).sort()).toEqual(["ends later", "ends soon", "later", "next"]);
  });

  test("a hundred at most, with their totals", async () => {
    for (let index = 0; index < BATTLES_MAX + 3; index++) await makeBattle({ title: `Battle ${index}` });
    await store(post("#tea"), post("#coffee"), post("espresso"));
    const summaries = await loadSummaries(testing.database, NOON_MS);
    expect(summaries).toHaveLength(BATTLES_MAX);
    expect(summaries[0]).toMatchObject({
      status: "running",
      tally: { total: 3, lead: { type: "leader", query: "#coffee espresso", by: 1 } },
    });
  });

  test("one with everything that its page shows", async () => {
    const battle = await makeBattle();
    await store(post("#tea"));
    const details = await loadDetails(testing.database, battle.id, NOON_MS);
    expect(details).toMatchObject({
      battle,
      status: "running",
      tally: { total: 1 },
      series: [{ minuteMs: NOON_MS, counts: [0, 1] }],
      posts: [{ text: "#tea", queryIndexes: [1] }],
    });
    expect(await loadDetails(testing.database, 99, NOON_MS)).toBeUndefined();
  });

  test("a new one counts the posts that were there before it, and those that are stored while it is made", async () => {
    const past = Array.from({ length: 4_100 }, (_, index) => post(`#tea ${index}`, index % 50));
    for (let start = 0; start < past.length; start += 500) await store(...past.slice(start, start + 500));
    await store(post("hello", 5, { hashtags: ["Coffee"] }), post("#tea", -1));
    const concurrent = Array.from({ length: 20 }, (_, index) => post(`espresso ${index}`, index));
    const storing = Promise.all(concurrent.map((one) => store(one)));
    const battle = await makeBattle();
    await linkPastPosts(testing.database, battle);
    await storing;
    expect(await countsOf(battle)).toEqual([21, 4_100]);
  });

  test("a new one misses no post that is just being stored", async () => {
    const blocker = await blockPost(post("#tea").uuid);
    const storing = store(post("#tea"));
    await blocker.waiting(1);
    let isMade = false;
    const making = makeBattle().then(async (battle) => {
      await linkPastPosts(testing.database, battle);
      isMade = true;
      return battle;
    });
    await Promise.race([blocker.waiting(2), expect.poll(() => isMade).toBe(true)]);
    await blocker.release();
    await storing;
    expect(await countsOf(await making)).toEqual([0, 1]);
  });

  test("demo battles are made once, and get a new window when they have ended", async () => {
    const demo = (startAtMs: number) => [
      { demo: "drinks", title: "Drinks", queries: ["#coffee", "#tea"], startAtMs, endAtMs: startAtMs + 60 * MINUTE_MS },
    ];
    const [made] = await renewDemoBattles(testing.database, demo(NOON_MS), NOON_MS);
    expect(made).toMatchObject({ id: 1, startAtMs: NOON_MS });
    expect(await renewDemoBattles(testing.database, demo(NOON_MS + 5), NOON_MS + 60 * MINUTE_MS)).toEqual([]);
    const later = NOON_MS + 61 * MINUTE_MS;
    expect(await renewDemoBattles(testing.database, demo(later), later)).toMatchObject([{ id: 1, startAtMs: later }]);
    expect(await listBattles(testing.database, later)).toHaveLength(1);
  });
});

test("old simulated posts go unless a battle counts them", async () => {
  await makeBattle();
  await store(
    post("#tea old", -10, { kind: "simulated" }),
    post("#tea counted", 0, { kind: "simulated" }),
    post("#tea imported", -10),
    post("#tea young", 61 * MINUTE_MS, { kind: "simulated" }),
  );
  expect(await pruneSimulatedPosts(testing.database, NOON_MS + 61 * MINUTE_MS)).toBe(1);
  expect(await selectRows("select flat_text from uniq_entries order by flat_text")).toEqual([
    { flat_text: "#tea counted" },
    { flat_text: "#tea imported" },
    { flat_text: "#tea young" },
  ]);
});

test("of a user's API key only the SHA-256 is kept", async () => {
  const key = (await addUser(testing.database, "ann")) ?? "";
  expect(await addUser(testing.database, "ann")).toBeUndefined();
  expect(await findUserByApiKey(testing.database, key)).toEqual({ id: 1, name: "ann" });
  expect(await findUserByApiKey(testing.database, `${key}x`)).toBeUndefined();
  expect(
    JSON.stringify(await selectRows("select encode(api_key_sha256, 'escape') as key, users::text from users")),
  ).not.toContain(key);
  expect(await selectRows(`select name from users where api_key_sha256 = sha256('${key}')`)).toEqual([{ name: "ann" }]);
  await removeUser(testing.database, "ann");
  expect(await findUserByApiKey(testing.database, key)).toBeUndefined();
});

test("only the first start makes a user", async () => {
  const keys = await Promise.all([addFirstUser(testing.database), addFirstUser(testing.database)]);
  expect(keys.filter((key) => key !== undefined)).toHaveLength(1);
  expect(await addFirstUser(testing.database)).toBeUndefined();
});
