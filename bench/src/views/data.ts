// Rows and values are those of fixtures' phoenix-views.ex, so that bytes and figures compare with Phoenix's.

const ADJECTIVES =
  "pretty large big small tall short long handsome plain quaint clean elegant easy angry crazy helpful mushy odd unsightly adorable important inexpensive cheap expensive fancy".split(
    " ",
  );
const COLOURS = "red yellow blue green pink brown purple brown white black orange".split(" ");
const NOUNS = "table chair house bbq desk car pony cookie sandwich burger pizza mouse keyboard".split(" ");

/** One row of the table and of the stream. */
export interface Row {
  readonly id: number;
  readonly label: string;
  readonly qty: number;
  readonly price: string;
}

/** Row `id`: always the same one. */
export function row(id: number): Row {
  const words = [
    ADJECTIVES[(id * 7) % ADJECTIVES.length],
    COLOURS[(id * 3) % COLOURS.length],
    NOUNS[(id * 5) % NOUNS.length],
  ];
  return { id, label: words.join(" "), qty: (id * 37) % 1_000, price: `${(id * 13) % 500}.${((id * 17) % 90) + 10}` };
}

/** `count` rows, beginning with the one called `from`. */
export function rows(from: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => row(from + index));
}

/** The dashboard's twenty values at tick `n`: the first is the tick, the others all change. */
export function dashboardValues(n: number): number[] {
  return Array.from({ length: 20 }, (_, index) => (index === 0 ? n : ((n + 1) * (7_919 + index * 104_729)) % 100_000));
}

/** How many stateful components `/components` has. */
export const COMPONENTS = 50;

/** The views that stand in the one of `/nested`, by their ids. */
export const GAUGE_IDS: readonly string[] = Array.from({ length: 10 }, (_, index) => `gauge-${index + 1}`);
