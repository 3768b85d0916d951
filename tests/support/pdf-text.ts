import { inflateSync } from 'node:zlib';

/** Reads back what Chromium printed: text of a PDF whose fonts carry a ToUnicode map. Enough for our own sheets. */
const streamsOf = (pdf: Buffer): { dictionary: string; body: string }[] => {
  const found: { dictionary: string; body: string }[] = [];
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/<<((?:[^<>]|<<[^<>]*>>|<[^<>]*>)*)>>\s*stream\r?\n/g)) {
    const dictionary = match[1] ?? '';
    const length = Number(/\/Length (\d+)/.exec(dictionary)?.[1] ?? 0);
    const from = match.index + match[0].length;
    const raw = pdf.subarray(from, from + length);
    const body = dictionary.includes('/FlateDecode') ? inflateSync(raw) : raw;
    found.push({ dictionary, body: body.toString('latin1') });
  }
  return found;
};

const unicode = (hex: string): string => {
  const units = hex.match(/.{4}/g) ?? [];
  return String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16)));
};

/** Glyph codes of one font as characters; `digits` is the length of a code in hexadecimal digits. */
type Font = { digits: number; map: Map<number, string> };
const fontOf = (cmap: string): Font => {
  const map = new Map<number, string>();
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', to = ''] of block.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi))
      map.set(Number.parseInt(code, 16), unicode(to));
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, low = '', high = '', to = ''] of block.matchAll(
      /<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi,
    )) {
      const first = Number.parseInt(low, 16);
      for (let code = first; code <= Number.parseInt(high, 16); code += 1)
        map.set(code, String.fromCodePoint(Number.parseInt(to, 16) + code - first));
    }
  const digits = /begincodespacerange\s*<([0-9A-F]+)>/i.exec(cmap)?.[1]?.length ?? 4;
  return { digits, map };
};

/** Radicals that NFKC leaves alone or turns into the traditional character. */
const radicals = new Map(
  [
    ...'戶户⻅见⻓长⻋车⻔门⻛风⻜飞⻢马⻥鱼⻦鸟⻩黄⻬齐⻰龙⻚页⻉贝⻄西⻘青⻝食⺟母⺠民⻆角⻣骨⻤鬼⻁虎⻨麦',
  ].flatMap((character, index, all) => (index % 2 === 0 ? [[character, all[index + 1] ?? ''] as const] : [])),
);

/**
 * The text of all pages without white space, in the order it was drawn, in compatibility form (NFKC): a font may
 * draw a character by the glyph of its radical. What stands beside a glyph as its meaning (ActualText) is not read twice.
 */
export const pdfText = (pdf: Buffer): string => {
  const streams = streamsOf(pdf);
  const text = pdf.toString('latin1');
  const object = (id: string): string =>
    new RegExp(`(?:^|\\n)${id} 0 obj([\\s\\S]*?)endobj`).exec(text)?.[1] ?? '';
  const fonts = new Map<string, Font>();
  for (const [, name = '', id = ''] of text.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const cmapId = /\/ToUnicode (\d+) 0 R/.exec(object(id))?.[1];
    if (cmapId === undefined) continue;
    const start = text.search(new RegExp(`(?:^|\\n)${cmapId} 0 obj`));
    const length = Number(/\/Length (\d+)/.exec(text.slice(start))?.[1] ?? 0);
    const from = text.indexOf('stream\n', start) + 'stream\n'.length;
    const raw = pdf.subarray(from, from + length);
    const isFlate = text.slice(start, from).includes('/FlateDecode');
    fonts.set(name, fontOf((isFlate ? inflateSync(raw) : raw).toString('latin1')));
  }
  let shown = '';
  for (const { body } of streams) {
    if (!/\bBT\b/.test(body)) continue;
    let font: Font = { digits: 4, map: new Map() };
    for (const [, name, hex] of body.matchAll(/\/(F\d+) [\d.]+ Tf|<(?!FEFF)([0-9A-F]+)>/gi)) {
      if (name !== undefined) font = fonts.get(name) ?? { digits: 4, map: new Map() };
      else
        for (const code of hex?.match(new RegExp(`.{${font.digits}}`, 'g')) ?? [])
          shown += font.map.get(Number.parseInt(code, 16)) ?? '\u{fffd}';
    }
  }
  return [...shown.normalize('NFKC')]
    .map((character) => radicals.get(character) ?? character)
    .join('')
    .replaceAll(/\s/g, '');
};
