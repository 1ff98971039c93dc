/** Something that people in the simulation post about. */
export interface SimulatedTopic {
  /** How a post names it: with its sign as a hashtag or a mention, bare as a word. The first is the usual one. */
  readonly names: readonly string[];
  /** What they say; `{}` is where the name goes. */
  readonly phrases: readonly string[];
}

const DRINK_PHRASES = [
  "First {} of the day",
  "Nothing beats a quiet morning with {}",
  "Who else needs {} right now?",
  "I could live on {} alone",
  "Third {} and it is not even noon",
  "{} in the rain, window open, good book",
  "Unpopular opinion: {} is better cold",
];
const PET_PHRASES = [
  "Look who sat on my keyboard again {}",
  "{} make every day better",
  "My neighbour's garden is full of {}",
  "Adopted today, meet the newest of my {}",
  "Science says people with {} sleep better. Mine wakes me at five",
  "Rainy day with the {}",
];
const CODE_PHRASES = [
  "Rewrote the billing service in {} over the weekend",
  "The {} compiler just saved me from myself",
  "Is {} worth learning in my forties? (yes)",
  "Three years of {} in production, a thread",
  "Found the bug. It was not {}, it was me",
  "Today's talk on {} was the best of the day",
];
const DAILY_PHRASES = [
  "Anyone else watching {} tonight?",
  "So much {} today",
  "{} again, and I am here for it",
  "Thoughts on {}?",
  "My whole feed is {}",
];

/** From the most to the least popular; how popular follows Zipf's law. The demo battles are about the first seven. */
export const SIMULATED_TOPICS: readonly SimulatedTopic[] = [
  { names: ["#coffee", "#Coffee", "espresso", "#COFFEE", "＃ｃｏｆｆｅｅ"], phrases: DRINK_PHRASES },
  { names: ["#tea", "#Tea", "oolong", "@teahouse"], phrases: DRINK_PHRASES },
  { names: ["#cats", "#Cats", "@catsdaily"], phrases: PET_PHRASES },
  { names: ["#dogs", "#Dogs", "@dogsdaily"], phrases: PET_PHRASES },
  { names: ["#typescript", "#TypeScript"], phrases: CODE_PHRASES },
  { names: ["#rust", "#RustLang", "#Rust"], phrases: CODE_PHRASES },
  { names: ["#elixir", "#ElixirLang", "#Elixir"], phrases: CODE_PHRASES },
  { names: ["#football"], phrases: DAILY_PHRASES },
  { names: ["#weather"], phrases: DAILY_PHRASES },
  { names: ["#music"], phrases: DAILY_PHRASES },
  { names: ["#cricket"], phrases: DAILY_PHRASES },
  { names: ["#photography"], phrases: DAILY_PHRASES },
  { names: ["#gardening"], phrases: DAILY_PHRASES },
  { names: ["#cinema"], phrases: DAILY_PHRASES },
  { names: ["#chess"], phrases: DAILY_PHRASES },
];

/** What some posts end with. */
export const SIMULATED_ENDINGS: readonly string[] = [
  "",
  "",
  "",
  " 😀",
  "!",
  " …",
  " #monday",
  " cc @anna",
  " 🎉",
  " (again)",
  " #nofilter",
];
