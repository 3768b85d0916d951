import { Web } from 'sip.js';

/** What a page does that follows SIP.js' own guide: SimpleUser with its defaults, reconnecting as it can. */
type Start = { server: string; aor: string; user: string; password: string };

const create = ({ server, aor, user, password }: Start): Web.SimpleUser => {
  const remote = document.createElement('audio');
  remote.autoplay = true;
  document.body.append(remote);
  return new Web.SimpleUser(server, {
    aor,
    media: { constraints: { audio: true, video: false }, remote: { audio: remote } },
    userAgentOptions: {
      authorizationUsername: user,
      authorizationPassword: password,
      logBuiltinEnabled: false,
      sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
    },
  });
};

let simple: Web.SimpleUser | null = null;
let inCall = false;

Object.assign(window, {
  bare: {
    start: async (options: Start) => {
      simple = create(options);
      simple.delegate = { onCallAnswered: () => (inCall = true), onCallHangup: () => (inCall = false) };
      await simple.connect();
      await simple.register();
    },
    call: (target: string) => simple?.call(target),
    hangUp: () => simple?.hangup(),
    state: () => ({ connected: simple?.isConnected() ?? false, inCall }),
  },
});
