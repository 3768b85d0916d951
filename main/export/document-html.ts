import type { DocumentPart } from '../../core/record/evidence.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const partHtml = (part: DocumentPart): string => {
  switch (part.kind) {
    case 'heading':
      return `<h${part.level}>${safe(part.text)}</h${part.level}>`;
    case 'facts':
      return `<dl>${part.facts.map(([term, value]) => `<dt>${safe(term)}</dt><dd>${safe(value)}</dd>`).join('')}</dl>`;
    case 'table':
      return `<table><thead><tr>${part.head.map((cell) => `<th>${safe(cell)}</th>`).join('')}</tr></thead><tbody>${part.rows
        .map((row) => `<tr>${row.map((cell) => `<td>${safe(cell)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`;
    case 'remark':
      return `<p>${safe(part.text)}</p>`;
  }
};

const style = `
  body { font: 9.5pt/1.45 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #000; margin: 0; font-variant-ligatures: none; }
  h1 { font-size: 16pt; margin: 0 0 6pt; }
  h2 { font-size: 12pt; margin: 14pt 0 4pt; border-bottom: 1px solid #000; break-after: avoid; }
  h3 { font-size: 10.5pt; margin: 10pt 0 4pt; break-after: avoid; }
  p { margin: 4pt 0; }
  dl { display: grid; grid-template-columns: 8.5em 1fr; gap: 1pt 8pt; margin: 4pt 0; }
  dt { color: #444; } dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
  table { border-collapse: collapse; width: 100%; margin: 4pt 0; }
  th, td { border: 1px solid #999; padding: 2pt 4pt; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
  th { background: #eee; font-weight: 600; } tr { break-inside: avoid; } thead { display: table-header-group; }
  td:last-child { font-size: 6.5pt; max-width: 8em; }`;

/** A document as one HTML page without scripts and without anything from outside; every text is escaped. */
export const documentHtml = (parts: readonly DocumentPart[], language: 'zh' | 'en'): string =>
  `<!doctype html><html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
  `<style>${style}</style></head><body>${parts.map(partHtml).join('\n')}</body></html>`;
