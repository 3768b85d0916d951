import type { Core } from 'sip.js';

/**
 * Sends an INVITE again that was refused with 422 (Session Interval Too Small): same Call-ID and From tag, next
 * CSeq (RFC 4028 section 7.3). The longer Session-Expires itself is put in by SessionTimers, which saw the
 * Min-SE of the refusal. SIP.js would tell the call that it failed.
 */
export function retryWithLongerSession(core: Core.UserAgentCore): void {
  const invite = core.invite.bind(core);
  core.invite = (message, delegate) => {
    let retried = false;
    let current: Core.OutgoingInviteRequest;
    const guarded: Core.OutgoingInviteRequestDelegate = {
      ...delegate,
      onReject: (response) => {
        if (response.message.statusCode !== 422 || retried || !response.message.hasHeader('min-se')) {
          delegate?.onReject?.(response);
          return;
        }
        retried = true;
        message.cseq += 1;
        message.setHeader('cseq', `${message.cseq} INVITE`);
        current = invite(message, guarded);
      },
    };
    current = invite(message, guarded);
    return {
      message,
      delegate: guarded,
      cancel: (reason, options) => current.cancel(reason, options),
      dispose: () => current.dispose(),
    };
  };
}
