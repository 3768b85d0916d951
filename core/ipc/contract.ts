import type { z } from 'zod';
import type { Envelope } from './envelope.ts';
import { agentChannels, agentEvents } from './features/agent.ts';
import { accountChannels, accountEvents } from './features/account.ts';
import { appChannels, appEvents } from './features/app.ts';
import { callChannels, callEvents } from './features/call.ts';
import { documentChannels } from './features/documents.ts';
import { findingChannels } from './features/findings.ts';
import { reportChannels } from './features/reports.ts';
import { followUpChannels, followUpEvents } from './features/follow-ups.ts';
import { hotkeyChannels, hotkeyEvents } from './features/hotkeys.ts';
import { drillChannels } from './features/drill.ts';
import { deviceChannels, deviceEvents } from './features/devices.ts';
import { importChannels } from './features/import.ts';
import { caseChannels } from './features/cases.ts';
import { issueChannels, issueEvents } from './features/issues.ts';
import { knowledgeChannels } from './features/knowledge.ts';
import { linkChannels, linkEvents } from './features/links.ts';
import { peopleChannels } from './features/people.ts';
import { phoneWindowChannels, phoneWindowEvents } from './features/phone-window.ts';
import { promiseChannels } from './features/promises.ts';
import { qualityChannels } from './features/quality.ts';
import { receiptChannels } from './features/receipt.ts';
import { softphoneChannels, softphoneEvents } from './features/softphone.ts';
import { syncChannels, syncEvents } from './features/sync.ts';
import { worklistChannels } from './features/worklist.ts';

/**
 * THE contract between the processes: every channel with its callers, input schema and output schema. Adding
 * a channel = one entry in its feature file and one handler in main/ipc/handlers.
 */
export const contract = {
  ...agentChannels,
  ...accountChannels,
  ...appChannels,
  ...callChannels,
  ...documentChannels,
  ...findingChannels,
  ...reportChannels,
  ...followUpChannels,
  ...hotkeyChannels,
  ...deviceChannels,
  ...drillChannels,
  ...importChannels,
  ...caseChannels,
  ...issueChannels,
  ...knowledgeChannels,
  ...linkChannels,
  ...peopleChannels,
  ...phoneWindowChannels,
  ...promiseChannels,
  ...qualityChannels,
  ...receiptChannels,
  ...softphoneChannels,
  ...syncChannels,
  ...worklistChannels,
} as const;

export const events = {
  ...agentEvents,
  ...accountEvents,
  ...appEvents,
  ...callEvents,
  ...followUpEvents,
  ...hotkeyEvents,
  ...issueEvents,
  ...linkEvents,
  ...deviceEvents,
  ...phoneWindowEvents,
  ...softphoneEvents,
  ...syncEvents,
} as const;

export type ChannelName = keyof typeof contract;
export type ChannelInput<C extends ChannelName> = z.input<(typeof contract)[C]['input']>;
export type ChannelOutput<C extends ChannelName> = z.output<(typeof contract)[C]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]['payload']>;

/** What a preload puts on `window.desk`. Calls never reject: errors come back in the envelope. */
export type DeskBridge = {
  call<C extends ChannelName>(channel: C, input: ChannelInput<C>): Promise<Envelope<ChannelOutput<C>>>;
  /** Returns the function that ends the subscription. */
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
};
