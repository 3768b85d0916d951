import { describe, expect, it } from 'vitest';
import type { LinkObstacle, LinkQuestion } from '../../../../core/ipc/features/links.ts';
import type { TaskRow } from '../../../../core/ipc/features/worklist.ts';
import { createLinkInbox } from '../../../../main/links/link-inbox.ts';
import { createLinks } from '../../../../main/links/link-service.ts';
import { typedTarget } from '../../../../main/links/typed-target.ts';

const silentLog = () => {
  const lines: string[] = [];
  const add = (event: string, details?: unknown) => void lines.push(`${event} ${JSON.stringify(details)}`);
  return { lines, log: { info: add, warn: add, error: add } };
};
const row = { id: 't1', holderName: '王测试' } as TaskRow;

const desk = () => {
  const shown: (LinkQuestion | null)[] = [];
  const dialled: string[] = [];
  const asked: { number: string; found: (rows: TaskRow[]) => void }[] = [];
  const { lines, log } = silentLog();
  let obstacle: LinkObstacle | null = null;
  let ids = 0;
  const links = createLinks({
    newId: () => `q${(ids += 1)}`,
    obstacle: () => obstacle,
    tasksOf: (number) => new Promise((found) => asked.push({ number, found })),
    dial: (target) => {
      dialled.push(target);
      return Promise.resolve();
    },
    changed: (question) => shown.push(question),
    log,
  });
  return {
    links,
    shown,
    dialled,
    asked,
    lines,
    setObstacle: (next: LinkObstacle | null) => {
      obstacle = next;
      links.refresh();
    },
  };
};

describe('the question before a link is dialled', () => {
  it('stands at once, learns the tasks, and dials only when it is answered', async () => {
    const { links, shown, dialled, asked } = desk();
    const received = links.receive('tel:+86 138-0013-8000');
    expect(shown.at(-1)).toMatchObject({ kind: 'ask', shown: '138 0013 8000', tasks: [], obstacle: null });
    expect(asked[0]?.number).toBe('13800138000');
    asked[0]?.found([row]);
    await received;
    expect(shown.at(-1)).toMatchObject({ tasks: [row] });
    expect(dialled).toEqual([]);
    await links.dial('q1');
    expect(dialled).toEqual(['13800138000']);
    expect(shown.at(-1)).toBeNull();
  });

  it('is replaced by the next link: a late answer to the first dials nothing', async () => {
    const { links, shown, dialled, asked } = desk();
    const first = links.receive('tel:13800138000');
    const second = links.receive('sip:8001@pbx.example.com;maddr=10.0.0.1');
    asked[0]?.found([row]);
    asked[1]?.found([]);
    await Promise.all([first, second]);
    expect(shown.at(-1)).toMatchObject({ id: 'q2', shown: 'sip:8001@pbx.example.com', tasks: [] });
    await expect(links.dial('q1')).rejects.toThrow('not_found');
    expect(() => links.dismiss('q1')).toThrow('not_found');
    expect(dialled).toEqual([]);
  });

  it.each([
    ['not_permitted', 'not_permitted'],
    ['busy', 'call_in_progress'],
    ['attempt_open', 'attempt_open'],
    ['not_registered', 'not_registered'],
  ] as const)('dials nothing while it is %s, and says when that is over', async (obstacle, code) => {
    const { links, shown, dialled, setObstacle } = desk();
    void links.receive('tel:95518');
    setObstacle(obstacle);
    expect(shown.at(-1)).toMatchObject({ obstacle });
    await expect(links.dial('q1')).rejects.toThrow(code);
    setObstacle(null);
    expect(shown.at(-1)).toMatchObject({ obstacle: null });
    expect(dialled).toEqual([]);
  });

  it('refuses garbage with its reason, and logs no number', async () => {
    const { links, shown, lines } = desk();
    await links.receive('tel:*72*13800138000');
    expect(shown.at(-1)).toEqual({ kind: 'refused', id: 'q1', reason: 'feature_code' });
    await expect(links.dial('q1')).rejects.toThrow('number_not_usable');
    expect(lines.join()).not.toContain('138');
    links.dismiss('q1');
    expect(links.question()).toBeNull();
  });
});

describe('where links come from', () => {
  const inbox = (argv: string[]) => {
    const listeners = new Map<string, (...values: unknown[]) => void>();
    const app = {
      on: (name: string, listener: (...values: unknown[]) => void) => void listeners.set(name, listener),
    };
    const made = createLinkInbox(app as unknown as Parameters<typeof createLinkInbox>[0], argv);
    return { made, emit: (name: string, ...values: unknown[]) => listeners.get(name)?.(...values) };
  };
  const event = { preventDefault: () => undefined };

  it('keeps what came before the desk was ready, the newest only', () => {
    const { made, emit } = inbox(['desk', 'tel:10086']);
    emit('open-url', event, 'callto:95518');
    const got: string[] = [];
    made.onLink((link) => got.push(link));
    expect(got).toEqual(['callto:95518']);
    emit('second-instance', event, ['desk', '--profile=x', 'sip:8001@pbx.example.com']);
    emit('second-instance', event, ['desk']);
    emit('open-url', event, 'https://example.com');
    expect(got).toEqual(['callto:95518', 'sip:8001@pbx.example.com']);
  });
});

describe('what is dialled for what somebody typed', () => {
  const byLine = (number: string) => `sip:${number}@pbx.example.com`;
  it.each([
    ['+86 138 0013 8000', 'sip:13800138000@pbx.example.com'],
    [' 8012 ', 'sip:8012@pbx.example.com'],
    ['sip:8001@other.example.com;maddr=x', 'sip:8001@other.example.com'],
    ['sip:8001', 'sip:8001@pbx.example.com'],
    ['*72', 'sip:*72@pbx.example.com'],
    ['#31#', 'sip:%2331%23@pbx.example.com'],
  ])('%s -> %s', (typed, target) => expect(typedTarget(typed, byLine)).toBe(target));
  it.each(['', 'alice', 'sip:@x', '*'])('%j cannot be dialled', (typed) =>
    expect(() => typedTarget(typed, byLine)).toThrow('number_not_usable'),
  );
});
