import { NameAddrHeader, type Core, type UserAgent } from 'sip.js';
import { answerLocally } from './local-answer.ts';

export type RegisterOutcome =
  | { accepted: true; expiresS: number }
  | { accepted: false; status: number; retryAfterS: number | null; minExpiresS: number | null };

/**
 * REGISTER requests of one binding: the same Call-ID and a growing CSeq (RFC 3261 section 10.2.4), and the
 * contact with the instance id of RFC 5626, by which a registrar that knows it replaces the old flow instead of
 * ringing a dead one; others ignore it. The Registerer of SIP.js is not used: it calls itself registered after
 * its socket died, waits 32 s for an answer, and refuses to ask again meanwhile.
 */
export class RegistrationRequest {
  readonly #agent: UserAgent;
  readonly #headers: readonly string[];
  readonly #callId: string;
  readonly #fromTag: string;
  #cseq = 0;
  #pending: Core.UserAgentClient | null = null;

  /** `newToken` gives random letters and digits, at least 64 bits of them. */
  constructor(agent: UserAgent, headers: readonly string[], newToken: () => string) {
    this.#agent = agent;
    this.#headers = headers;
    this.#callId = newToken();
    this.#fromTag = newToken();
  }

  /** Sends one REGISTER; an earlier one that is unanswered is given up. `expiresS` 0 takes the binding away. */
  send(expiresS: number, onOutcome: (outcome: RegisterOutcome) => void): void {
    this.abandon();
    const { userAgentCore: core, configuration, contact } = this.#agent;
    const registrar = configuration.uri.clone();
    registrar.user = undefined;
    const binding =
      `${contact.toString({ register: true })};reg-id=1` +
      `;+sip.instance="<urn:uuid:${this.#agent.instanceId}>";expires=${expiresS}`;
    const message = core.makeOutgoingRequestMessage(
      'REGISTER',
      registrar,
      configuration.uri,
      configuration.uri,
      { callId: this.#callId, fromTag: this.#fromTag, cseq: ++this.#cseq },
      [...this.#headers, `Contact: ${binding}`, 'Allow: ACK,BYE,CANCEL,INFO,INVITE,NOTIFY,OPTIONS,REFER'],
    );
    let request: Core.UserAgentClient | null = null;
    const answered = (): boolean => {
      // A challenge was answered meanwhile with a number of its own.
      this.#cseq = Math.max(this.#cseq, message.cseq);
      if (request !== null && request !== this.#pending) return false;
      this.#pending = null;
      return true;
    };
    const refused = ({ message: answer }: Core.IncomingResponse): void => {
      if (!answered()) return;
      onOutcome({
        accepted: false,
        status: answer.statusCode ?? 500,
        retryAfterS: secondsOf(answer.getHeader('retry-after')),
        minExpiresS: secondsOf(answer.getHeader('min-expires')),
      });
    };
    request = core.register(message, {
      onAccept: ({ message: answer }) => {
        if (answered()) onOutcome({ accepted: true, expiresS: this.#granted(answer) ?? expiresS });
      },
      onRedirect: refused,
      onReject: refused,
    }) as Core.UserAgentClient;
    this.#pending = request;
  }

  /** Gives up the request that is unanswered; its late answer is not heard. */
  abandon(): void {
    const request = this.#pending;
    this.#pending = null;
    if (request !== null) answerLocally(this.#agent, request.message, 408);
  }

  /** The seconds our own contact was given; RFC 3261 section 10.2.4. */
  #granted(answer: Core.IncomingResponseMessage): number | null {
    for (let at = 0; at < answer.getHeaders('contact').length; at++) {
      const contact: unknown = answer.parseHeader('contact', at);
      if (!(contact instanceof NameAddrHeader) || contact.uri.user !== this.#agent.contact.uri.user) continue;
      return secondsOf(contact.getParam('expires')) ?? secondsOf(answer.getHeader('expires'));
    }
    return secondsOf(answer.getHeader('expires'));
  }
}

/** Leading number of `30` or `30 (maintenance);duration=60`; null when there is none. */
const secondsOf = (text: string | null | undefined): number | null => {
  const found = /^\s*(\d{1,9})/.exec(text ?? '');
  return found?.[1] === undefined ? null : Number(found[1]);
};
