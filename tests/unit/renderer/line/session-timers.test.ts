import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withHeaders } from '../../../../renderer/sip/line/message-text.ts';
import { SessionTimers } from '../../../../renderer/sip/line/session-timers.ts';

const message = (first: string, to: string, cseq: string, ...more: string[]): string =>
  [first, 'Call-ID: call-1', 'From: <sip:a@x>;tag=1', `To: ${to}`, `CSeq: ${cseq}`, ...more, '', 'v=0'].join(
    '\r\n',
  );

const invite = (...more: string[]): string =>
  message('INVITE sip:b@x SIP/2.0', '<sip:b@x>', '1 INVITE', ...more);
const reinvite = (cseq = 2, ...more: string[]): string =>
  message('INVITE sip:b@x SIP/2.0', '<sip:b@x>;tag=2', `${cseq} INVITE`, ...more);
const ok = (cseq = 1, ...more: string[]): string =>
  message('SIP/2.0 200 OK', '<sip:b@x>;tag=2', `${cseq} INVITE`, ...more);

/** The session headers of a message. */
const added = (text: string): string[] =>
  text.split('\r\n').filter((line) => /^(?:Session-Expires|Min-SE|Require)/.test(line));

describe('session timers (RFC 4028)', () => {
  const refresh = vi.fn();
  const expired = vi.fn();
  let timers: SessionTimers;
  beforeEach(() => {
    vi.useFakeTimers();
    refresh.mockReset();
    expired.mockReset();
    timers = new SessionTimers(1_800);
  });
  afterEach(() => {
    timers.close();
    vi.useRealTimers();
  });
  const watch = (): (() => void) => timers.watch('call-1', { refresh, expired });

  it('asks for the account’s time, and only INVITEs and their answers are touched', () => {
    expect(added(timers.sending(invite()))).toEqual(['Session-Expires: 1800', 'Min-SE: 90']);
    const bye = message('BYE sip:b@x SIP/2.0', '<sip:b@x>;tag=2', '3 BYE');
    expect(timers.sending(bye)).toBe(bye);
    expect(withHeaders(invite(), ['X: 1']).endsWith('X: 1\r\n\r\nv=0')).toBe(true);
  });

  it('asks for nothing when the account has none', () => {
    expect(new SessionTimers(null).sending(invite())).toBe(invite());
  });

  it('refreshes at half the time when it is ours, in the role it took', () => {
    watch();
    timers.received(ok(1, 'Session-Expires: 600;refresher=uac'));
    vi.advanceTimersByTime(299_000);
    expect(refresh).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(refresh).toHaveBeenCalledOnce();
    expect(added(timers.sending(reinvite()))).toEqual(['Session-Expires: 600;refresher=uac', 'Min-SE: 90']);
    // The answer begins the time anew.
    timers.received(ok(2, 'x: 600;refresher=uac'));
    vi.advanceTimersByTime(300_000);
    expect(refresh).toHaveBeenCalledTimes(2);
    expect(expired).not.toHaveBeenCalled();
  });

  it('notices that the other side does not refresh, shortly before the end', () => {
    watch();
    timers.received(ok(1, 'Session-Expires: 600;refresher=uas'));
    vi.advanceTimersByTime(567_000);
    expect([refresh.mock.calls.length, expired.mock.calls.length]).toEqual([0, 0]);
    vi.advanceTimersByTime(1_000);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('the other side’s re-INVITE is its refresh, and our answer says so', () => {
    watch();
    timers.received(ok(1, 'Session-Expires: 600;refresher=uas'));
    vi.advanceTimersByTime(500_000);
    timers.received(reinvite(7, 'Supported: timer', 'Session-Expires: 600;refresher=uac'));
    expect(added(timers.sending(ok(7)))).toEqual(['Session-Expires: 600;refresher=uac', 'Require: timer']);
    vi.advanceTimersByTime(500_000);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(68_000);
    expect(expired).toHaveBeenCalledOnce();
  });

  it('a caller without timers leaves the refreshing to us, when the PBX wants one', () => {
    watch();
    timers.received(invite('Session-Expires: 120'));
    expect(added(timers.sending(ok()))).toEqual(['Session-Expires: 120;refresher=uas']);
    vi.advanceTimersByTime(60_000);
    expect(refresh).toHaveBeenCalledOnce();
  });

  it('offers a timer to a caller who knows them, above his least, and none to one who does not', () => {
    timers.received(invite('k: 100rel, timer', 'Min-SE: 3600'));
    expect(added(timers.sending(ok()))).toEqual(['Session-Expires: 3600;refresher=uas']);
    timers.received(invite('Supported: 100rel'));
    expect(added(timers.sending(ok()))).toEqual([]);
  });

  it('an answer without a timer ends it', () => {
    watch();
    timers.received(ok(1, 'Session-Expires: 600;refresher=uac'));
    timers.received(ok(2));
    vi.advanceTimersByTime(3_600_000);
    expect([refresh.mock.calls.length, expired.mock.calls.length]).toEqual([0, 0]);
  });

  it('a 422 raises what is asked for', () => {
    timers.received(
      message('SIP/2.0 422 Session Interval Too Small', '<sip:b@x>;tag=2', '1 INVITE', 'Min-SE: 3000'),
    );
    expect(added(timers.sending(invite()))).toEqual(['Session-Expires: 3000', 'Min-SE: 3000']);
  });

  it('nothing runs on after the call', () => {
    const stop = watch();
    timers.received(ok(1, 'Session-Expires: 600;refresher=uac'));
    stop();
    vi.advanceTimersByTime(3_600_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(refresh).not.toHaveBeenCalled();
  });
});
