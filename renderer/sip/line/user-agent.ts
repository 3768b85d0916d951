import { SIPExtension, UserAgent, type Invitation, type SessionDescriptionHandlerFactory } from 'sip.js';
import type { SipAccount } from '../../../core/call/account.ts';
import { DigestCredentials } from '../digest-sha256.ts';
import { PhoneError } from '../phone-error.ts';
import type { MediaOptions } from '../web-media.ts';
import { retryWithLongerSession } from './min-se-retry.ts';
import { SocketTransport } from './socket-transport.ts';

export type LineAgent = {
  agent: UserAgent;
  transport: SocketTransport;
  /** Whether the last challenge asked for a digest that is not spoken here. */
  digestUnsupported: () => boolean;
  newToken: () => string;
};

/**
 * SIP.js set up for one account: the transport that the line steers, digest with SHA-256, the outbound proxy
 * as Route of every request outside a dialog (RFC 3261 section 8.1.1.1). Throws PhoneError.
 */
export function createUserAgent(
  account: SipAccount,
  handlerFactory: SessionDescriptionHandlerFactory,
  onInvite: (invitation: Invitation) => void,
): LineAgent {
  const uri = UserAgent.makeURI(account.uri);
  if (uri === undefined) throw new PhoneError('not_registered');
  if (account.servers.some((server) => !/^wss?:\/\//i.test(server) || !URL.canParse(server)))
    throw new PhoneError('unreachable');
  const media: MediaOptions = {
    peerConnectionConfiguration: {
      // SIP.js would ask a public STUN server; an insurer's seat talks to its own PBX.
      iceServers: account.iceServers.map(({ url, username, credential }) => ({
        urls: url,
        ...(username === '' ? {} : { username, credential }),
      })),
      iceTransportPolicy: account.iceTransport,
    },
    codecs: account.codecs,
  };
  const agent = new UserAgent({
    uri,
    // SIP.js puts the name between quotes as it is (RFC 3261 section 25.1 would escape these).
    displayName: account.displayName.replace(/["\\\r\n]/g, ''),
    ...(account.instanceId === undefined ? {} : { instanceId: account.instanceId }),
    authorizationUsername: account.authUser,
    authorizationPassword: account.password,
    transportConstructor: SocketTransport,
    sessionDescriptionHandlerFactory: handlerFactory,
    sessionDescriptionHandlerFactoryOptions: media,
    preloadedRouteSet: account.outboundProxy === null ? [] : [`<${bare(account.outboundProxy)}>`],
    // Begins every Call-ID. SIP.js refuses (482) what comes in under the first five letters of one of its own: the
    // call to oneself of the line check, and a call that a PBX sends back to the seat, e.g. by a forwarding. A longer
    // beginning than five letters is never taken for its own.
    sipjsId: newToken(),
    sipExtensionExtraSupported: ['timer'],
    sipExtensionReplaces: SIPExtension.Supported,
    userAgentString: 'CallbackDesk',
    // SIP messages hold numbers and names, which no log may (design.md I10).
    logBuiltinEnabled: false,
    delegate: { onInvite },
  });
  const { transport, userAgentCore } = agent;
  if (!(transport instanceof SocketTransport)) throw new Error('The transport is not ours.');
  let last: DigestCredentials | null = null;
  userAgentCore.configuration.authenticationFactory = () =>
    (last = new DigestCredentials({
      loggerFactory: agent.getLoggerFactory(),
      user: account.authUser,
      password: account.password,
      newCnonce: newToken,
    }));
  retryWithLongerSession(userAgentCore);
  return { agent, transport, digestUnsupported: () => last?.unsupported === true, newToken };
}

/** 128 random bits. */
const newToken = (): string => crypto.randomUUID().replaceAll('-', '');

const bare = (uri: string): string => uri.trim().replace(/^<(.*)>$/, '$1');

/** Headers that SIP.js and the line themselves write. */
const ownHeaders =
  /^(?:via|from|to|call-id|cseq|contact|route|record-route|max-forwards|content-length|content-type|(?:proxy-)?authorization|[vftmilc])$/i;

/** The account's own headers as lines; one that is no header, or would break the message, is left out. */
export const extraHeaders = ({ headers }: SipAccount): string[] =>
  headers
    .filter(({ name }) => /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(name) && !ownHeaders.test(name))
    .map(({ name, value }) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`);
