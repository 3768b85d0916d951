import { beforeAll, describe, expect, test } from 'vitest';
import i18next from 'i18next';
import { callEndings, noRegistration } from '../../../../core/call/types.ts';
import { callNotes, endingSentence } from '../../../../renderer/console/features/softphone/call-words.ts';
import { readNumber, readTones } from '../../../../renderer/console/features/softphone/number-text.ts';
import { consultation, stripCalls } from '../../../../renderer/console/features/softphone/strip-calls.ts';
import { matchingTargets } from '../../../../renderer/console/features/softphone/matching-targets.ts';
import { callAnnouncements } from '../../../../renderer/console/shell/call-announcements.ts';
import { lineText } from '../../../../renderer/console/shell/line-text.ts';
import { startI18n } from '../../../../renderer/locales/i18n.ts';
import { qualityOf, stateOf, viewOf } from '../../../support/softphone-states.ts';

const zh = () => i18next.getFixedT('zh-CN');
const english = () => i18next.getFixedT('en');

const neverAnswered = { sipStatus: null, answeredAt: null };
const refused = (sipStatus: number) => ({ sipStatus, answeredAt: null });

beforeAll(() => startI18n('zh-CN'));

describe('how a call ended', () => {
  test.each(callEndings)('%s is a sentence of its own in both languages', (ending) => {
    expect(endingSentence(zh(), ending, neverAnswered)).toMatch(/。$/);
    expect(endingSentence(english(), ending, neverAnswered)).toMatch(/\.$/);
  });

  test('no two endings share a sentence', () => {
    expect(new Set(callEndings.map((ending) => endingSentence(zh(), ending, neverAnswered))).size).toBe(
      callEndings.length,
    );
  });

  test('a status nobody listed is told by its number, a redirection as one', () => {
    expect(endingSentence(zh(), 'failed', refused(488))).toContain('SIP 488');
    expect(endingSentence(zh(), 'failed', refused(302))).toContain('已转移');
    expect(endingSentence(zh(), 'rejected', refused(403))).toContain('不允许');
    expect(endingSentence(zh(), 'network', refused(504))).toContain('没有接通');
    expect(endingSentence(zh(), 'network', { sipStatus: 481, answeredAt: 1 })).toContain('没有保住');
    expect(endingSentence(zh(), 'busy', refused(486))).toBe('对方占线，请稍后再拨。');
  });
});

describe('what is going on', () => {
  const words = (view: ReturnType<typeof viewOf>) => callNotes(zh(), view).map(({ text }) => text);

  test('nothing to say of a call that is well', () => {
    expect(words(viewOf({}, { quality: qualityOf() }))).toEqual([]);
  });

  test('a lost line is told apart from a lost call', () => {
    expect(words(viewOf({ signalling: 'restoring' }))).toEqual(['线路重连中，通话仍在进行']);
    expect(words(viewOf({ signalling: 'lost', media: 'lost' }))).toEqual([
      '网络断开，正在恢复通话，请勿挂断',
    ]);
  });

  test('silence on hold is no fault', () => {
    expect(words(viewOf({ media: 'silent', held: { local: true, remote: false } }))).toEqual([
      '通话在保持中，对方听不到您',
    ]);
    expect(words(viewOf({ media: 'silent' }))[0]).toContain('听不到对方');
  });

  test('bad sound names its cause and what to do', () => {
    const quality = qualityOf({ verdict: 'poor', cause: 'loss', lossFraction: 0.06 });
    expect(words(viewOf({}, { quality }))).toEqual(['声音可能断续：网络丢包 6 %，请改用网线，或关闭下载。']);
  });

  test('a failed transfer says that the customer is back', () => {
    const transfer = { kind: 'blind', state: 'failed', sipStatus: 486 } as const;
    expect(words(viewOf({ transfer }))).toEqual(['转接没有成功（SIP 486），客户已回到您这里']);
  });
});

describe('the strip', () => {
  const at = (callId: string, startedAt: number, phase: 'talking' | 'incoming' | 'ended' = 'talking') =>
    viewOf({ callId, startedAt, phase });
  const ids = (rows: readonly { call: { callId: string } }[]) => rows.map(({ call }) => call.callId);

  test('leaves the callback out and stands oldest first, the ended one last', () => {
    const callback = viewOf({ callId: 'callback' }, { callback: true });
    const state = stateOf([callback, at('gone', 1, 'ended'), at('b', 20), at('a', 10)]);
    expect(ids(stripCalls(state, null).rows)).toEqual(['a', 'b', 'gone']);
    expect(ids(stripCalls(state, 'gone').rows)).toEqual(['a', 'b']);
  });

  test('of four calls the ringing one is shown and one is counted', () => {
    const state = stateOf([at('a', 1), at('b', 2), at('c', 3), at('in', 4, 'incoming')]);
    expect(stripCalls(state, null).more).toBe(1);
    expect(ids(stripCalls(state, null).rows)).toEqual(['a', 'b', 'in']);
  });

  test('the consultation is the call that was dialled beside the customer', () => {
    const callback = viewOf({ callId: 'callback' }, { callback: true });
    const caller = viewOf({ callId: 'caller', direction: 'incoming' });
    expect(consultation(stateOf([callback, at('lead', 5)]))?.consulted.call.callId).toBe('lead');
    expect(consultation(stateOf([caller, at('lead', 5)]))?.customer.call.callId).toBe('caller');
    expect(consultation(stateOf([callback, caller]))).toBeNull();
    expect(consultation(stateOf([at('lead', 5)]))).toBeNull();
  });
});

describe('typed and pasted numbers', () => {
  test.each([
    ['010-6655 4433', '01066554433'],
    ['（０１０）６６５５４４３３', '01066554433'],
    ['+86 138 0013 8000', '13800138000'],
    ['+1 202-555-0143', '+12025550143'],
    ['*72', '*72'],
    ['sip:lead@pbx.example', 'sip:lead@pbx.example'],
  ])('%s is dialled as %s', (typed, dialled) =>
    expect(readNumber(typed)).toEqual({ ok: true, text: dialled }),
  );

  test.each([
    ['', 'empty'],
    ['call me', 'wrong'],
    ['sip:nobody', 'wrong'],
    ['1+2', 'wrong'],
    ['0755-26678899转8012', 'wrong'],
    ['1'.repeat(61), 'tooLong'],
  ])('%j is refused: %s', (typed, reason) => expect(readNumber(typed)).toEqual({ ok: false, reason }));

  test('tones', () => {
    expect(readTones('12 3#a')).toEqual({ ok: true, text: '123#A' });
    expect(readTones('12x')).toEqual({ ok: false, reason: 'wrongTones' });
    expect(readTones('+1')).toEqual({ ok: false, reason: 'wrongTones' });
  });

  test('targets are found by name and by number', () => {
    const targets = [
      { name: '班组长', number: '8000' },
      { name: '投诉组', number: '8100' },
    ];
    expect(matchingTargets(targets, ' 投诉')).toEqual([targets[1]]);
    expect(matchingTargets(targets, '８０００')).toEqual([targets[0]]);
    expect(matchingTargets(targets, '')).toEqual(targets);
  });
});

describe('what is read out', () => {
  test('an incoming call interrupts once', () => {
    const ringing = stateOf([viewOf({ phase: 'incoming', direction: 'incoming' })]);
    expect(callAnnouncements(zh(), null, ringing)).toMatchObject([{ kind: 'alert' }]);
    expect(callAnnouncements(zh(), ringing, ringing)).toEqual([]);
  });

  test('hanging up oneself does not interrupt, a lost call does', () => {
    const before = stateOf([viewOf()]);
    const after = (ending: 'local_hangup' | 'network') => stateOf([viewOf({ phase: 'ended', ending })]);
    expect(callAnnouncements(zh(), before, after('local_hangup'))).toMatchObject([{ kind: 'status' }]);
    expect(callAnnouncements(zh(), before, after('network'))).toMatchObject([{ kind: 'alert' }]);
  });

  test('a lost line is told once, wavering quality never', () => {
    const before = stateOf([viewOf()]);
    const lost = stateOf([viewOf({ signalling: 'lost' })]);
    expect(callAnnouncements(zh(), before, lost)).toMatchObject([{ kind: 'beside' }]);
    expect(callAnnouncements(zh(), lost, lost)).toEqual([]);
    const bad = qualityOf({ verdict: 'bad', cause: 'loss', lossFraction: 0.2 });
    expect(callAnnouncements(zh(), before, stateOf([viewOf({}, { quality: bad })]))).toEqual([]);
  });
});

describe('the line', () => {
  test('says server, reason and seconds to the next try', () => {
    const registration = {
      ...noRegistration,
      state: 'failed',
      reason: 'timeout',
      server: 'wss://pbx.example:8443/ws',
      nextTryAt: 10_000,
    } as const;
    const why = i18next.t('registration.timeout', { lng: 'zh-CN' });
    expect(lineText(zh(), registration, 5_500)).toBe(`话机不可用（pbx.example:8443）：${why} · 5 秒后重试`);
    expect(lineText(zh(), { ...noRegistration, state: 'registered' }, 0)).toBe('话机就绪');
  });
});
