import type {
  ChannelInput,
  ChannelName,
  ChannelOutput,
  DeskBridge,
  EventName,
  EventPayload,
} from '../../core/ipc/contract.ts';
import type { Envelope } from '../../core/ipc/envelope.ts';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly desk: DeskBridge;
  }
}

/** Calls main. Never rejects: errors come back in the envelope. */
export const callDesk = <C extends ChannelName>(
  channel: C,
  input: ChannelInput<C>,
): Promise<Envelope<ChannelOutput<C>>> => window.desk.call(channel, input);

/** Listens to an event of main; returns the function that ends the subscription. */
export const onDesk = <E extends EventName>(
  event: E,
  listener: (payload: EventPayload<E>) => void,
): (() => void) => window.desk.on(event, listener);
