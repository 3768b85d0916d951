import { describe, expect, it } from 'vitest';
import type { CallEnding } from '../../../../core/call/types.ts';
import { createIncomingNotifier } from '../../../../main/notifications/incoming-notifier.ts';
import { callIn } from '../../../fixtures/call/snapshots.ts';

const desk = (options: { focused?: boolean; outOfSight?: boolean; raise?: boolean } = {}) => {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const missed: number[] = [];
  let click: () => void = () => undefined;
  const notifier = createIncomingNotifier({
    notify: (texts, onClick) => {
      done.push(`notify ${texts.title}`);
      click = onClick;
      return { close: note('close') };
    },
    window: {
      isFocused: () => options.focused ?? false,
      isOutOfSight: () => options.outOfSight ?? false,
      showInactive: note('showInactive'),
      raise: note('raise'),
      flash: (on) => void done.push(`flash ${on}`),
      focus: note('focus'),
    },
    raise: () => options.raise ?? false,
    locale: () => 'en',
    missedChanged: (count) => missed.push(count),
  });
  return { notifier, done, missed, click: () => click() };
};
const ringing = callIn('incoming');
const ended = (ending: CallEnding) => callIn('ended', { ending, endedAt: 9 });

describe('how an incoming call shows itself', () => {
  it('flashes and notifies once, and takes both back when the ringing stops', () => {
    const { notifier, done } = desk();
    notifier.update([ringing]);
    notifier.update([{ ...ringing, media: 'none' }]);
    expect(done).toEqual(['notify Incoming call', 'flash true']);
    notifier.update([callIn('talking', { answeredAt: 5 })]);
    expect(done.slice(2)).toEqual(['close', 'flash false']);
  });

  it.each([
    [{ outOfSight: true }, ['notify Incoming call', 'showInactive', 'flash true']],
    [{ outOfSight: true, raise: true }, ['notify Incoming call', 'showInactive', 'raise', 'flash true']],
    [{ raise: true }, ['notify Incoming call', 'raise', 'flash true']],
    [{ focused: true, raise: true }, ['notify Incoming call']],
  ])('never takes the focus: %j', (options, wanted) => {
    const { notifier, done } = desk(options);
    notifier.update([ringing]);
    expect(done).toEqual(wanted);
  });

  it('gives the focus only to a click, which answers nothing', () => {
    const { notifier, done, click } = desk();
    notifier.update([ringing]);
    click();
    expect(done.slice(2)).toEqual(['focus']);
  });

  it.each([
    ['cancelled', 1],
    ['no_answer', 1],
    ['network', 1],
    ['rejected', 0],
    ['busy', 0],
    ['local_hangup', 0],
  ] as const)('a call that ends %s counts as missed: %i', (ending, count) => {
    const { notifier, missed } = desk();
    notifier.update([ringing]);
    notifier.update([ended(ending)]);
    notifier.update([ended(ending)]);
    expect(missed.at(-1) ?? 0).toBe(count);
  });

  it('counts until somebody looks', () => {
    const { notifier, missed } = desk();
    for (const callId of ['a', 'b']) {
      notifier.update([{ ...ringing, callId }]);
      notifier.update([{ ...ended('cancelled'), callId }]);
    }
    notifier.seen();
    notifier.seen();
    expect(missed).toEqual([1, 2, 0]);
  });

  it('keeps flashing while another call rings, and forgets a call that is gone without a word', () => {
    const { notifier, done } = desk();
    notifier.update([ringing, { ...ringing, callId: 'd' }]);
    notifier.update([ringing]);
    expect(done.filter((one) => one === 'flash false')).toEqual([]);
    notifier.update([]);
    expect(done.at(-1)).toBe('flash false');
  });
});
