import { webHandlerFactory } from '../sip/web-media.ts';
import { CustomerPhone, type CustomerEvent } from './customer-phone.ts';
import { VoiceSource } from './voice-source.ts';

const tell = (event: CustomerEvent): void => void window.desk.call('customerWindow.event', event);
const voice = new VoiceSource(
  (name) => tell({ type: 'said', detail: name }),
  (name) => tell({ type: 'failed', detail: name }),
);
const customer = new CustomerPhone({
  handlerFactory: webHandlerFactory(() => Promise.resolve(voice.stream())),
  voice,
  onEvent: tell,
  now: () => Date.now(),
  random: () => Math.random(),
});
window.desk.on('customer.command', (command) => {
  customer.run(command).catch(reportError);
});
void window.desk.call('phoneWindow.ready', {});
