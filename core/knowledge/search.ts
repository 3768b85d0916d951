import { foldText } from './fold-text.ts';
import type { KnowledgeEntry } from './knowledge-schema.ts';

/** A part of the body around the first hit; `marks` are [start, end) in `text`. */
export type Passage = { text: string; marks: [number, number][] };
export type Found = { entry: KnowledgeEntry; score: number; passage: Passage };

const runs = /[a-z0-9]+|\p{Script=Han}+/gu;
const isHan = (text: string): boolean => /^\p{Script=Han}/u.test(text);

/** Characters and pairs of a Chinese run, whole words of any other (codes such as f18 stay whole). */
const unitsOf = (text: string): string[] =>
  (text.match(runs) ?? []).flatMap((run) => {
    if (!isHan(run)) return [run];
    const characters = Array.from(run);
    return [
      ...characters,
      ...characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`),
    ];
  });

/** What is asked for: pairs of a run, or the one character of a run of one; each once. */
const askedUnits = (text: string): string[] => [
  ...new Set(
    (text.match(runs) ?? []).flatMap((run) =>
      isHan(run)
        ? unitsOf(run).filter((unit) => Array.from(run).length === 1 || Array.from(unit).length === 2)
        : [run],
    ),
  ),
];

type Indexed = { entry: KnowledgeEntry; title: string; counts: Map<string, number>; length: number };

/** Weight of a unit by where it stands. */
const weights = { title: 4, tags: 2, body: 1 };
/** Usual constants of BM25: how fast repetition saturates, how much length counts. */
const saturation = 1.2;
const lengthShare = 0.5;
/** A title that is, begins with or holds the whole query comes before any sum of pairs. */
const titleBoost = { same: 1000, starts: 20, holds: 10 };
/** Characters shown before the first hit, and in all. */
const passageLead = 16;
const passageLength = 90;

const indexEntry = (entry: KnowledgeEntry): Indexed => {
  const counts = new Map<string, number>();
  let length = 0;
  const add = (text: string, weight: number): void => {
    for (const unit of unitsOf(foldText(text).text)) {
      counts.set(unit, (counts.get(unit) ?? 0) + weight);
      length += 1;
    }
  };
  add(`${entry.title} ${entry.titleEn} ${entry.id}`, weights.title);
  add([...entry.tags, ...entry.questions, ...entry.issues].join(' '), weights.tags);
  add(`${entry.body} ${entry.source}`, weights.body);
  return { entry, title: foldText(entry.title).text, counts, length };
};

const marksIn = (text: string, units: readonly string[]): [number, number][] => {
  const folded = foldText(text);
  const hit = new Set<number>();
  for (const unit of units) {
    for (let at = folded.text.indexOf(unit); at !== -1; at = folded.text.indexOf(unit, at + 1)) {
      for (let step = 0; step < unit.length; step += 1) hit.add(folded.origin[at + step] ?? 0);
    }
  }
  const marks: [number, number][] = [];
  for (const at of [...hit].sort((a, b) => a - b)) {
    const end = at + String.fromCodePoint(text.codePointAt(at) ?? 0).length;
    const last = marks.at(-1);
    if (last !== undefined && last[1] === at) last[1] = end;
    else marks.push([at, end]);
  }
  return marks;
};

const passageOf = (body: string, units: readonly string[]): Passage => {
  const first = marksIn(body, units)[0]?.[0] ?? 0;
  const start = Math.max(0, first - passageLead);
  const text = body.slice(start, start + passageLength);
  return { text, marks: marksIn(text, units) };
};

export type KnowledgeIndex = { search: (query: string, limit?: number) => Found[] };

/**
 * Full-text search without a network: pairs of characters with BM25 weights, so that a word of two characters
 * is found wherever it stands. An entry is a hit when it holds at least half of what was asked.
 */
export const indexKnowledge = (entries: readonly KnowledgeEntry[]): KnowledgeIndex => {
  const indexed = entries.map(indexEntry);
  const averageLength = indexed.reduce((sum, { length }) => sum + length, 0) / Math.max(1, indexed.length);
  const holders = new Map<string, number>();
  for (const { counts } of indexed)
    for (const unit of counts.keys()) holders.set(unit, (holders.get(unit) ?? 0) + 1);
  const rarity = (unit: string): number => {
    const having = holders.get(unit) ?? 0;
    return Math.log(1 + (indexed.length - having + 0.5) / (having + 0.5));
  };
  const unitScore = ({ counts, length }: Indexed, unit: string): number => {
    const count = counts.get(unit) ?? 0;
    const norm = saturation * (1 - lengthShare + (lengthShare * length) / averageLength);
    return (rarity(unit) * count * (saturation + 1)) / (count + norm);
  };
  const boost = (title: string, query: string): number => {
    if (title === query) return titleBoost.same;
    if (title.startsWith(query)) return titleBoost.starts;
    return title.includes(query) ? titleBoost.holds : 0;
  };
  return {
    search: (query, limit = 20) => {
      const folded = foldText(query).text.trim();
      const units = askedUnits(folded);
      if (units.length === 0) return [];
      return indexed
        .filter(({ counts }) => units.filter((unit) => counts.has(unit)).length * 2 >= units.length)
        .map((item) => ({
          entry: item.entry,
          score: boost(item.title, folded) + units.reduce((sum, unit) => sum + unitScore(item, unit), 0),
          passage: passageOf(item.entry.body, units),
        }))
        .sort((a, b) => b.score - a.score || a.entry.id.localeCompare(b.entry.id))
        .slice(0, limit);
    },
  };
};
