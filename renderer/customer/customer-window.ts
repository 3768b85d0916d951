import { webHandlerFactory } from '../sip/web-media.ts';
import { CustomerPhone, type CustomerEvent } from './customer-phone.ts';
import { KeyEar } from './key-ear.ts';
import { VoiceSource } from './voice-source.ts';

const tell = (event: CustomerEvent): void => void window.desk.call('customerWindow.event', event);
const clock = { now: () => Date.now(), random: () => Math.random() };

const voice = new VoiceSource(
  (name) => tell({ type: 'said', detail: name }),
  (name) => tell({ type: 'failed', detail: name }),
);
const customer: CustomerPhone = new CustomerPhone({
  handlerFactory: webHandlerFactory(() => Promise.resolve(voice.stream())),
  voice,
  ear: new KeyEar((key) => customer.heardKey(key)),
  onEvent: tell,
  ...clock,
});

/** Whom the customer can be handed to. His calls are no business of the drill: nothing of them is told. */
const createColleague = (greeting: () => string): CustomerPhone => {
  const mouth = new VoiceSource(
    () => undefined,
    (name) => reportError(new Error(`The colleague could not say ${name}`)),
  );
  return new CustomerPhone({
    handlerFactory: webHandlerFactory(() => Promise.resolve(mouth.stream())),
    voice: mouth,
    onEvent: ({ type }) => {
      if (type === 'answered') mouth.say(greeting());
    },
    ...clock,
  });
};
let hello = '';
let colleague: CustomerPhone | null = null;

window.desk.on('customer.command', (command) => {
  customer.run(command).catch(reportError);
  if (command.type !== 'register' || command.colleague === undefined) return;
  hello = command.colleague.greeting;
  colleague ??= createColleague(() => hello);
  colleague.run({ type: 'register', account: command.colleague.account }).catch(reportError);
});
void window.desk.call('phoneWindow.ready', {});
