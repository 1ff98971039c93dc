/** One kind of bird. */
export interface Bird {
  readonly id: number;
  readonly name: string;
  readonly grams: number;
}

// Common names, and about what one of them weighs.
const WEIGHTS: readonly (readonly [name: string, grams: number])[] = [
  ["Firecrest", 6],
  ["Goldcrest", 6],
  ["Long-tailed tit", 8],
  ["Wren", 9],
  ["Coal tit", 9],
  ["Chiffchaff", 9],
  ["Treecreeper", 10],
  ["Willow warbler", 10],
  ["Blue tit", 11],
  ["Marsh tit", 12],
  ["Redpoll", 12],
  ["Siskin", 13],
  ["Goldfinch", 16],
  ["Black redstart", 16],
  ["Robin", 18],
  ["Great tit", 18],
  ["Barn swallow", 19],
  ["House martin", 19],
  ["Pied wagtail", 21],
  ["Dunnock", 21],
  ["Nuthatch", 23],
  ["Chaffinch", 24],
  ["Bullfinch", 26],
  ["Greenfinch", 28],
  ["House sparrow", 30],
  ["Skylark", 38],
  ["Kingfisher", 40],
  ["Common swift", 44],
  ["Hawfinch", 54],
  ["Waxwing", 63],
  ["Starling", 80],
  ["Song thrush", 83],
  ["Great spotted woodpecker", 85],
  ["Blackbird", 100],
  ["Cuckoo", 115],
  ["Jay", 170],
  ["Little owl", 180],
  ["Kestrel", 200],
  ["Magpie", 220],
  ["Jackdaw", 240],
  ["Barn owl", 330],
  ["Wood pigeon", 500],
];

/** Birds, the lightest first. */
export const birds: readonly Bird[] = WEIGHTS.map(([name, grams], index) => ({ id: index + 1, name, grams }));
