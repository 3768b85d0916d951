import { describe, expect, it } from 'vitest';
import { newIncomingCall, newOutgoingCall, nextCall } from '../../../../core/call/call-machine.ts';
import { foregroundOf } from '../../../../core/call/foreground.ts';
import { handoverOf } from '../../../../core/call/handover.ts';
import { shownParty } from '../../../../core/call/party-number.ts';
import { customerNumber, isInternalNumber } from '../../../../core/call/phone-number.ts';

const talking = (id: string, at: number, held = false) => ({
  ...nextCall(newOutgoingCall(id, at), { type: 'answered', at }),
  held: { local: held, remote: false },
});

describe('foregroundOf', () => {
  it('is the call that is talked to, whatever else rings', () => {
    const calls = [talking('a', 1), newIncomingCall('b', 2)];
    expect(foregroundOf(calls)?.callId).toBe('a');
  });
  it('is the ringing call when the other one is on hold, and the held one when nothing else is up', () => {
    expect(foregroundOf([talking('a', 1, true), newIncomingCall('b', 2)])?.callId).toBe('b');
    const over = nextCall(talking('c', 3), {
      type: 'ended',
      at: 4,
      ending: 'remote_hangup',
      sipStatus: null,
    });
    expect(foregroundOf([talking('a', 1, true), over])?.callId).toBe('a');
    expect(foregroundOf([over])).toBeNull();
  });
});

describe('party numbers', () => {
  it.each([
    ['13812345678', '138****5678', '13812345678'],
    ['+8613812345678', '138****5678', '13812345678'],
    ['013812345678', '138****5678', '13812345678'],
    ['008613812345678', '138****5678', '13812345678'],
    ['021-61234567', '021****4567', '02161234567'],
    ['+12025550143', '+12*****0143', '+12025550143'],
    ['61234567', '****4567', '61234567'],
    ['95518', '95518', null],
    ['**21*13812345678#', '**21*138****5678#', null],
    ['王先生13812345678', '王先生138****5678', null],
    ['1001', '1001', null],
    ['zhang.san', 'zhang.san', null],
    ['', '', null],
  ])('%s is shown as %s and looked up as %s', (user, shown, digits) => {
    expect(shownParty(user)).toBe(shown);
    expect(customerNumber(user)).toBe(digits);
  });
});

describe('isInternalNumber', () => {
  it.each([
    ['8001', true],
    ['8012 ', true],
    ['95518', true],
    ['400-820-8820', true],
    ['13812345678', false],
    ['+86 138 1234 5678', false],
    ['021-61234567', false],
    ['61234567', false],
    ['913812345678', false],
    ['+12025550143', false],
    ['sip:13812345678@gateway', false],
    ['**21*13812345678#', false],
    ['', false],
  ])('%s: %s', (number, internal) => expect(isInternalNumber(number)).toBe(internal));
});

describe('handoverOf (domain.md section 4 ROBOT_HANDOVER)', () => {
  const reason = encodeURIComponent('客户要求人工');
  it('reads X-Callback headers', () => {
    expect(
      handoverOf({
        headers: {
          'x-callback-task': 'P2026110000000123',
          'x-callback-reason': reason,
          'x-callback-answers': 'N01:yes, N02=no,broken,N03:',
        },
      }),
    ).toEqual({
      task: 'P2026110000000123',
      reason: '客户要求人工',
      answers: [
        { questionId: 'N01', value: 'yes' },
        { questionId: 'N02', value: 'no' },
      ],
    });
  });
  it('reads User-to-User in hex (RFC 7433)', () => {
    const text = `task=P1;reason=${reason};answers=N01:yes`;
    const hex = Buffer.from(text, 'utf8').toString('hex');
    expect(handoverOf({ headers: { 'user-to-user': `${hex};encoding=hex` } })).toEqual({
      task: 'P1',
      reason: '客户要求人工',
      answers: [{ questionId: 'N01', value: 'yes' }],
    });
  });
  it.each([
    [{}],
    [{ 'x-callback-task': '' }],
    [{ 'x-callback-task': "'; DROP TABLE task; --" }],
    [{ 'user-to-user': 'zz;encoding=hex' }],
    [{ 'user-to-user': '00ff' }],
  ])('takes %j for no hand-over', (headers) => {
    expect(handoverOf({ headers })).toBeNull();
  });
});
