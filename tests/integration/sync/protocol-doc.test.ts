import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, endpoints, refusalReasons } from '../../../core/sync/contract.ts';
import { problems } from '../../../core/sync/problems.ts';
import { startHeadOffice, type TestHeadOffice } from '../../support/head-office.ts';

const doc = readFileSync(new URL('../../../docs/sync-protocol.md', import.meta.url), 'utf8');

type Block = { start: string; headers: Record<string, string>; body: string };

const blocks: Block[] = [...doc.matchAll(/```http\n([\s\S]*?)```/g)].map(([, text = '']) => {
  const [head = '', ...rest] = text.split('\n\n');
  const [start = '', ...lines] = head.split('\n');
  const headers = Object.fromEntries(
    lines.map((line) => line.split(/:\s*(.*)/).slice(0, 2) as [string, string]),
  );
  return { start, headers, body: rest.join('\n\n') };
});

const cells = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));

/** The rows of the table whose header has these columns. */
const rows = (...columns: string[]): string[][] => {
  const lines = doc.split('\n');
  const start = lines.findIndex((line) => cells(line).join() === columns.join());
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map(cells);
};

let headOffice: TestHeadOffice;
/** What the document calls `<name>`: given by the operator, or learnt from the first answer that shows it. */
const known = new Map<string, string>();
beforeAll(async () => {
  headOffice = await startHeadOffice();
  known.set('branch', 'branch-1');
  known.set('code', await headOffice.issueBranchCode('branch-1'));
});
afterAll(() => headOffice.close());

const fill = (text: string): string =>
  text.replace(/<(\w+)>/g, (whole, name: string) => known.get(name) ?? whole);

/** Compares an answer with the printed one; names that are new take the value they have here. */
const learn = (printed: unknown, real: unknown): unknown => {
  const name = typeof printed === 'string' ? /^<(\w+)>$/.exec(printed)?.[1] : undefined;
  if (name !== undefined) {
    if (!known.has(name)) known.set(name, String(real));
    return typeof real === 'string' ? known.get(name) : real;
  }
  if (Array.isArray(printed))
    return printed.map((item, index) => learn(item, (real as unknown[] | undefined)?.[index]));
  if (typeof printed !== 'object' || printed === null) return printed;
  return Object.fromEntries(
    Object.entries(printed).map(([key, value]) => [
      key,
      learn(value, (real as Record<string, unknown> | undefined)?.[key]),
    ]),
  );
};

describe('docs/sync-protocol.md', () => {
  it('every example is answered by the real head office as printed, in the printed order', async () => {
    expect(blocks.length).toBeGreaterThanOrEqual(16);
    expect(blocks.length % 2).toBe(0);
    for (let index = 0; index < blocks.length; index += 2) {
      const [request, answer] = [blocks[index], blocks[index + 1]];
      if (request === undefined || answer === undefined) throw new Error('an example has two parts');
      const [method = '', path = ''] = request.start.split(' ');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([key, value]) => [key, fill(value)]),
      );
      const real = await fetch(`${headOffice.url}${path}`, { method, headers, body: fill(request.body) });
      const body = (await real.json()) as unknown;
      const [, status, ...words] = answer.start.split(' ');
      expect(`${real.status} ${real.statusText}`, request.start).toBe(`${status} ${words.join(' ')}`);
      for (const [key, value] of Object.entries(answer.headers)) {
        expect(real.headers.get(key)?.split(';')[0], `${request.start} ${key}`).toBe(value);
      }
      expect(body, `${request.start}, example ${index / 2 + 1}`).toEqual(
        learn(JSON.parse(answer.body), body),
      );
    }
  });

  it('shows every endpoint and every field of its request', () => {
    for (const endpoint of Object.values(endpoints)) {
      const request = blocks.find(({ start }) => start === `${endpoint.method} ${endpoint.path}`);
      expect(Object.keys(JSON.parse(request?.body ?? '{}') as object).sort(), endpoint.path).toEqual(
        Object.keys(endpoint.request.shape).sort(),
      );
    }
    expect(doc).toContain(`Version \`${apiVersion}\``);
  });

  it('lists every problem with its status and action', () => {
    const expected = Object.entries(problems).map(([code, { status, action }]) => [
      code,
      String(status),
      action,
    ]);
    expect(rows('code', 'status', 'action')).toEqual(expected);
  });

  it('lists every reason for a refusal', () => {
    expect(rows('reason', 'meaning', 'what helps').map(([reason]) => reason)).toEqual([...refusalReasons]);
  });
});
