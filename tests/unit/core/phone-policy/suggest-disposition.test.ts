import { describe, expect, it } from 'vitest';
import { endingForFailure } from '../../../../core/call/sip-endings.ts';
import { callEndings, type CallEnding } from '../../../../core/call/types.ts';
import { mayDialFreely, suggestDisposition } from '../../../../core/phone-policy/suggest-disposition.ts';
import { dispositions, shippedPolicy } from './shipped-policy.ts';

const suggested = (ending: CallEnding, sipStatus: number | null, reasonCause: number | null = null) =>
  suggestDisposition(shippedPolicy, { ending, sipStatus, reasonCause });

/** What the phone makes of a SIP failure, and what the policy makes of that. */
const bySip = (status: number, cause: number | null = null): string | null =>
  suggested(
    endingForFailure({ status, reason: cause === null ? null : `Q.850;cause=${cause}` }),
    status,
    cause,
  ).code;

describe('SIP failures and the dispositions of domain.md 3.3', () => {
  it.each([
    ['486 Busy Here', 486, 'D31', '占线'],
    ['600 Busy Everywhere', 600, 'D31', '占线'],
    ['480 Temporarily Unavailable', 480, 'D30', '无人接听'],
    ['408 Request Timeout', 408, 'D30', '无人接听'],
    ['404 Not Found', 404, 'D34', '空号'],
    ['410 Gone', 410, 'D34', '空号'],
    ['604 Does Not Exist Anywhere', 604, 'D34', '空号'],
    ['603 Decline', 603, 'D36', '拒接挂断'],
    ['607 Unwanted', 607, 'D38', '被拦截'],
    ['608 Rejected', 608, 'D38', '被拦截'],
    ['500 Server Internal Error', 500, 'D20', '系统或线路故障'],
    ['502 Bad Gateway', 502, 'D20', '系统或线路故障'],
    ['503 Service Unavailable', 503, 'D20', '系统或线路故障'],
    ['504 Server Time-out', 504, 'D20', '系统或线路故障'],
    ['599, the last of its kind', 599, 'D20', '系统或线路故障'],
    ['488 Not Acceptable Here', 488, 'D20', '系统或线路故障'],
  ])('%s', (_, status, code) => expect(bySip(status)).toBe(code));

  it.each([
    ['17 user busy', 17, 'D31'],
    ['18 no user responding', 18, 'D30'],
    ['19 no answer', 19, 'D30'],
    ['20 subscriber absent: 关机', 20, 'D32'],
    ['27 destination out of order: 关机', 27, 'D32'],
    ['1 unallocated number: 空号', 1, 'D34'],
    ['22 number changed', 22, 'D34'],
    ['21 call rejected', 21, 'D36'],
    ['34 no circuit', 34, 'D20'],
    ['38 network out of order', 38, 'D20'],
  ])('480 with Q.850 cause %s', (_, cause, code) => expect(bySip(480, cause)).toBe(code));

  it.each([484, 403])('%d suggests none and says why in both languages', (status) => {
    const suggestion = suggested(endingForFailure({ status, reason: null }), status);
    expect(suggestion).toMatchObject({ code: null, countsTry: false });
    if (suggestion.code !== null) throw new Error('a code was suggested');
    expect(suggestion.reason['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(suggestion.reason.en).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('endings without a status', () => {
  it.each<[CallEnding, string | null]>([
    ['busy', 'D31'],
    ['no_answer', 'D30'],
    ['rejected', 'D36'],
    ['not_found', 'D34'],
    ['unavailable', 'D37'],
    ['network', 'D20'],
    ['failed', 'D20'],
    ['local_hangup', null],
    ['remote_hangup', null],
    ['cancelled', null],
    ['microphone_refused', null],
    ['not_registered', null],
  ])('%s -> %s', (ending, code) => expect(suggested(ending, null).code).toBe(code));

  it('every ending has an answer, whatever status comes with it, and counts a try just as the pack does', () => {
    for (const ending of callEndings) {
      for (const status of [null, 180, 200, 400, 404, 480, 486, 487, 503, 603, 699]) {
        const { code, countsTry } = suggested(ending, status);
        const known = dispositions.find((disposition) => disposition.code === code);
        expect(countsTry).toBe(known?.try ?? false);
      }
    }
  });

  it('a call this side ended says nothing of the customer, whatever status it has', () => {
    expect(suggested('cancelled', 486).code).toBeNull();
    expect(suggested('local_hangup', 404).code).toBeNull();
  });
});

describe('free dialling', () => {
  it.each([
    ['agent', false],
    ['qc', false],
    ['senior', true],
    ['lead', true],
    ['nobody', false],
    ['', false],
  ])('%s: %s', (role, may) => expect(mayDialFreely(shippedPolicy, role)).toBe(may));
});
