import { tortureCases, type Target } from './rfc4475.ts';

/** Small seeded generator (mulberry32): the same seed gives the same messages on every machine. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const insertions = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '"',
  '<',
  '>',
  ';',
  '%00',
  '%',
  ':',
  ' ',
  '\t',
  '回访',
  '\u{1f4de}',
  '<script>window.pwned=1</script>',
  '<img src=x onerror=window.pwned=1>',
  'A'.repeat(3_000),
  '99999999999999999999',
  '-1',
  'a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n',
];

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;

const mutations: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => {
    const at = below(random, text.length);
    return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at + 1);
  },
  (text, random) => {
    const at = below(random, text.length);
    return text.slice(0, at) + text.slice(at + 1 + below(random, 40));
  },
  (text, random) => {
    const at = below(random, text.length);
    return text.slice(0, at) + pick(random, insertions) + text.slice(at);
  },
  (text, random) => text.slice(0, below(random, text.length)),
  (text, random) => {
    const lines = text.split('\r\n');
    const at = below(random, lines.length);
    return [...lines.slice(0, at), lines[at] ?? '', ...lines.slice(at)].join('\r\n');
  },
  (text, random) => {
    const lines = text.split('\r\n');
    const [one, other] = [below(random, lines.length), below(random, lines.length)];
    const first = lines[one] ?? '';
    lines[one] = lines[other] ?? '';
    lines[other] = first;
    return lines.join('\r\n');
  },
  (text) => text.replaceAll('\r\n', '\n'),
  (text, random) => text.replace(/\d+/, String(below(random, 2 ** 32))),
];

/** `count` broken SIP messages, each of one to four seeded mutations of a torture case. */
export function* mutatedMessages(target: Target, count: number, seed: number): Generator<string> {
  const random = seeded(seed);
  for (let made = 0; made < count;) {
    for (const { text } of tortureCases(target)) {
      if (made === count) return;
      let message = text;
      for (let rounds = 1 + below(random, 4); rounds > 0; rounds -= 1)
        message = pick(random, mutations)(message, random);
      made += 1;
      yield message;
    }
  }
}
