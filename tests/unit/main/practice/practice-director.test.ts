import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CustomerCommand } from '../../../../core/ipc/features/phone-window.ts';
import { PracticeDirector } from '../../../../main/practice/practice-director.ts';
import { question, statement, verify } from '../../core/practice/cards.ts';
import { practicePolicy } from '../../core/practice/practice-policy.ts';
import { shippedBook } from '../../core/practice/shipped-book.ts';

const book = shippedBook();

describe('PracticeDirector', () => {
  let commands: CustomerCommand[];
  let captions: (string | null)[];
  beforeEach(() => {
    vi.useFakeTimers();
    commands = [];
    captions = [];
  });
  afterEach(() => vi.useRealTimers());

  const direct = (drillId: string, tempo = 1): PracticeDirector => {
    const drill = book.drills.find(({ id }) => id === drillId);
    if (drill === undefined) throw new Error(drillId);
    return new PracticeDirector({
      book,
      drill,
      policy: practicePolicy,
      tempo,
      send: (command) => commands.push(command),
      onCaption: (caption) => captions.push(caption?.['zh-CN'] ?? null),
    });
  };
  const said = (): string[] => commands.flatMap((command) => (command.type === 'say' ? [command.voice] : []));

  it('tells the customer how to take the call, faster when the tempo says so', () => {
    direct('not_in');
    direct('not_in', 10);
    direct('busy');
    expect(commands).toEqual([
      { type: 'behave', onInvite: 'no_answer', ringMs: 20_000 },
      { type: 'behave', onInvite: 'no_answer', ringMs: 2_000 },
      { type: 'behave', onInvite: 'busy', ringMs: 0 },
    ]);
  });

  it('says nothing before the call is answered, then greets, then answers the card on screen', () => {
    const director = direct('T0');
    director.onCard(question('Q02'));
    vi.runAllTimers();
    expect(said()).toEqual([]);
    director.answered();
    vi.runAllTimers();
    expect(captions).toEqual(['喂，您好。', '是的，我就是。']);
  });

  it('answers each asking once, however often the screen is drawn', () => {
    const director = direct('T0');
    director.answered();
    vi.runAllTimers();
    for (let n = 0; n < 3; n++) director.onCard(question('Q27'));
    vi.runAllTimers();
    director.onCard(question('Q27'));
    vi.runAllTimers();
    expect(captions).toEqual(['喂，您好。', '清楚。']);
  });

  it('answers a question asked again as the drill says for the second time', () => {
    const director = direct('T0');
    director.answered();
    vi.runAllTimers();
    director.onCard(question('Q19'));
    vi.runAllTimers();
    director.onCard(question('Q19', 'YN', 2));
    vi.runAllTimers();
    expect(captions.slice(1)).toEqual(['哪些情况不赔？这个我不清楚。', '您这么一讲，我清楚了。']);
  });

  it('counts the tries of an identity factor', () => {
    const director = direct('T1');
    director.answered();
    vi.runAllTimers();
    director.onCard(verify('V1', 'date', 2));
    vi.runAllTimers();
    director.onCard(verify('V1', 'date', 1));
    vi.runAllTimers();
    expect(said().slice(1)).toEqual(['son-birth-guess.ogg', 'son-birth-guess-again.ogg']);
  });

  it('lets a reply go that has not begun when the agent moves on', () => {
    const director = direct('T0');
    director.answered();
    vi.runAllTimers();
    director.onCard(question('Q13'));
    vi.advanceTimersByTime(100);
    director.onCard(question('Q27'));
    vi.runAllTimers();
    expect(captions.slice(1)).toEqual(['清楚。']);
  });

  it('hangs up after the goodbye was spoken to its end, not before', () => {
    const director = direct('T0');
    director.answered();
    vi.runAllTimers();
    director.spoken();
    director.onCard(statement('Q91'));
    vi.runAllTimers();
    expect(commands.at(-1)).toEqual({ type: 'say', voice: 'woman-bye.ogg' });
    director.spoken();
    expect(commands.at(-1)).toEqual({ type: 'hangUp' });
  });

  it('is silent after the end of the call, and takes the caption down', () => {
    const director = direct('T0');
    director.answered();
    vi.runAllTimers();
    director.onCard(question('Q27'));
    director.ended();
    vi.runAllTimers();
    director.onCard(question('Q28'));
    vi.runAllTimers();
    expect(captions).toEqual(['喂，您好。', null]);
  });
});
