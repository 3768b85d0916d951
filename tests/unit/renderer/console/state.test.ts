import { describe, expect, test } from 'vitest';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import type { Envelope } from '../../../../core/ipc/envelope.ts';
import {
  nextAutosave,
  saveLight,
  startAutosave,
} from '../../../../renderer/console/features/call/autosave.ts';
import type { Autosave, AutosaveEvent } from '../../../../renderer/console/features/call/autosave.ts';
import { newerSession } from '../../../../renderer/lib/call-store.ts';
import { createPagedList, pageSize, pagesFor, rowAt } from '../../../../renderer/lib/paged-list.ts';

describe('autosave of the notes', () => {
  const run = (start: Autosave, ...events: AutosaveEvent[]): Autosave => events.reduce(nextAutosave, start);

  test('is saved only when main holds exactly what is on screen', () => {
    const start = startAutosave('');
    expect(saveLight(start)).toBe('saved');
    const typed = run(start, { type: 'typed', text: '晚上' });
    expect(saveLight(typed)).toBe('dirty');
    const sending = run(typed, { type: 'sending', text: '晚上' });
    expect(saveLight(sending)).toBe('saving');
    expect(saveLight(run(sending, { type: 'saved', text: '晚上' }))).toBe('saved');
  });

  test('typing on while a save is under way is not called saved', () => {
    const state = run(
      startAutosave(''),
      { type: 'typed', text: 'a' },
      { type: 'sending', text: 'a' },
      { type: 'typed', text: 'ab' },
      { type: 'saved', text: 'a' },
    );
    expect(state.text).toBe('ab');
    expect(saveLight(state)).toBe('dirty');
  });

  test('a refused save keeps the words and says so until something changes', () => {
    const failed = run(
      startAutosave(''),
      { type: 'typed', text: 'x' },
      { type: 'sending', text: 'x' },
      { type: 'failed' },
    );
    expect(failed.text).toBe('x');
    expect(saveLight(failed)).toBe('failed');
    expect(saveLight(run(failed, { type: 'typed', text: '' }))).toBe('saved');
  });
});

describe('session messages in the wrong order', () => {
  const session = (attemptId: string, savedEvents: number, notes = ''): SessionView =>
    ({ attemptId, savedEvents, notes }) as SessionView;

  test('a view with fewer saved events of the same attempt is dropped', () => {
    const newer = session('a', 5);
    expect(newerSession(newer, session('a', 4))).toBe(newer);
  });

  test('the same number, another attempt and the end are taken', () => {
    const same = session('a', 5, 'new notes');
    const other = session('b', 0);
    expect(newerSession(session('a', 5), same)).toBe(same);
    expect(newerSession(session('a', 5), other)).toBe(other);
    expect(newerSession(session('a', 5), null)).toBeNull();
    expect(newerSession(null, other)).toBe(other);
  });
});

describe('a window on a long list', () => {
  type Answer = { total: number; rows: string[] };
  const total = 100_000;
  const setUp = () => {
    const asked: number[] = [];
    const waiting: (() => void)[] = [];
    let label = 'v1';
    const list = createPagedList<Answer>((offset, limit) => {
      asked.push(offset);
      const rows = Array.from({ length: limit }, (_, index) => `${label} row ${offset + index}`);
      return new Promise<Envelope<Answer>>((resolve) => {
        waiting.push(() => resolve({ ok: true, value: { total, rows } }));
      });
    });
    const flush = async () => {
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.resolve();
      await Promise.resolve();
    };
    return { list, asked, flush, waiting, relabel: (next: string) => (label = next) };
  };

  test('pages of visible rows', () => {
    expect(pagesFor(0, 20)).toEqual([0]);
    expect(pagesFor(95, 120)).toEqual([0, 1]);
    expect(pagesFor(99_990, 99_999)).toEqual([999]);
  });

  test('asks for what is visible, once', async () => {
    const { list, asked, flush } = setUp();
    list.refresh('1');
    list.show(0, 20);
    list.show(0, 25);
    await flush();
    list.show(5, 30);
    expect(asked).toEqual([0]);
    expect(list.snapshot().total).toBe(total);
    expect(rowAt(list.snapshot(), 7)).toBe('v1 row 7');
    expect(rowAt(list.snapshot(), 50_000)).toBeNull();
  });

  test('scrolling through 100,000 rows keeps a few pages only, and going back asks again', async () => {
    const { list, asked, flush } = setUp();
    list.refresh('1');
    for (let row = 0; row < total; row += pageSize) {
      list.show(row, row + 20);
      await flush();
    }
    expect(list.snapshot().pages.size).toBeLessThan(20);
    const before = asked.length;
    list.show(0, 20);
    await flush();
    expect(asked.length).toBe(before + 1);
    expect(rowAt(list.snapshot(), 3)).toBe('v1 row 3');
  });

  test('a refresh keeps the old rows until the new ones are there, and drops late answers', async () => {
    const { list, flush, waiting, relabel } = setUp();
    list.refresh('1');
    list.show(0, 20);
    await flush();
    list.refresh('2');
    const late = waiting.splice(0);
    relabel('v3');
    list.refresh('3');
    expect(rowAt(list.snapshot(), 0)).toBe('v1 row 0');
    await flush();
    expect(rowAt(list.snapshot(), 0)).toBe('v3 row 0');
    for (const resolve of late) resolve();
    await Promise.resolve();
    await Promise.resolve();
    expect(rowAt(list.snapshot(), 0)).toBe('v3 row 0');
  });

  test('an error is told and the rows stay', async () => {
    let fail = false;
    const list = createPagedList<Answer>(() =>
      Promise.resolve(
        fail
          ? { ok: false, error: { code: 'store_unavailable', field: null, params: {} } }
          : { ok: true, value: { total: 1, rows: ['kept'] } },
      ),
    );
    list.refresh('1');
    list.show(0, 0);
    await Promise.resolve();
    await Promise.resolve();
    fail = true;
    list.refresh('2');
    await Promise.resolve();
    await Promise.resolve();
    expect(list.snapshot().error?.code).toBe('store_unavailable');
    expect(rowAt(list.snapshot(), 0)).toBe('kept');
  });
});
