import { z } from 'zod';
import { workModes } from '../../callback/task.ts';
import { callLogEntrySchema } from '../../call/call-log.ts';
import { callbackRecordSchema } from '../../callback/record.ts';
import { channel, eventChannel } from '../envelope.ts';
import { seatSchema } from './people.ts';

export const locales = ['zh-CN', 'en'] as const;
export type Locale = (typeof locales)[number];
export const themes = ['system', 'light', 'dark'] as const;

/** Why head office's script pack in the profile is not used. */
export const packRefusalCodes = [
  'unreadable',
  'unsigned',
  'bad_signature',
  'broken',
  'other_pack',
  'not_newer',
  'phone_policy',
] as const;
const packRefusalSchema = z.object({
  code: z.enum(packRefusalCodes),
  /** First faulty line, 1-based, and what is wrong there; only with `broken`. */
  line: z.number().int().positive().nullable(),
  detail: z.string(),
});
export type PackRefusal = z.infer<typeof packRefusalSchema>;

/** Why head office's entries or playbook in the profile are not used; `detail` says the fault of a broken one. */
export const knowledgeRefusalCodes = [
  'unreadable',
  'unsigned',
  'bad_signature',
  'broken',
  'not_newer',
] as const;
const knowledgeRefusalSchema = z.object({
  file: z.string(),
  code: z.enum(knowledgeRefusalCodes),
  detail: z.string(),
});
export type KnowledgeRefusal = z.infer<typeof knowledgeRefusalSchema>;

export const appStateSchema = z.object({
  version: z.string(),
  /** True on the closed-network development runtime; shown in the about line. */
  developmentRuntime: z.boolean(),
  locale: z.enum(locales),
  theme: z.enum(themes),
  /** First launch shows the three ways to begin until one was taken. */
  welcome: z.boolean(),
  mode: z.enum(workModes),
  agent: z.object({ id: z.string(), name: z.string(), number: z.string() }),
  company: z.object({ name: z.string(), servicePhone: z.string() }),
  pbx: z.object({ configured: z.boolean(), server: z.string(), uri: z.string(), authUser: z.string() }),
  headOffice: z.object({ configured: z.boolean(), url: z.string() }),
  /** What protects secrets on this machine. */
  vault: z.enum(['os', 'none']),
  /** The pack for new callbacks, and why the file of head office is not it. */
  pack: z.object({ id: z.string(), version: z.string(), refused: packRefusalSchema.nullable() }),
  knowledgeRefused: z.array(knowledgeRefusalSchema),
  /** The chosen practice drill, null outside practice. */
  drill: z.string().nullable(),
  seat: seatSchema,
});
export type AppState = z.infer<typeof appStateSchema>;

export const drillSchema = z.object({
  id: z.string(),
  title: z.object({ 'zh-CN': z.string(), en: z.string() }),
  /** What the drill teaches, one sentence. */
  teaches: z.object({ 'zh-CN': z.string(), en: z.string() }),
});
export type Drill = z.infer<typeof drillSchema>;

export const appChannels = {
  'app.state': channel(['console'], z.object({}), appStateSchema),
  'app.setLocale': channel(['console'], z.object({ locale: z.enum(locales) }), appStateSchema),
  'app.setTheme': channel(['console'], z.object({ theme: z.enum(themes) }), appStateSchema),
  'app.setAgent': channel(
    ['console'],
    z.object({ name: z.string().min(1).max(40), number: z.string().min(1).max(20) }),
    appStateSchema,
  ),
  'app.setCompany': channel(
    ['console'],
    z.object({ name: z.string().min(1).max(60), servicePhone: z.string().min(3).max(20) }),
    appStateSchema,
  ),
  'app.welcomeDone': channel(['console'], z.object({}), appStateSchema),
  'pbx.forget': channel(['console'], z.object({}), appStateSchema),
  'headOffice.connect': channel(
    ['console'],
    z.object({ url: z.string().max(300), code: z.string().max(100) }),
    appStateSchema,
  ),
  'headOffice.forget': channel(['console'], z.object({}), appStateSchema),
  'practice.drills': channel(['console'], z.object({}), z.object({ drills: z.array(drillSchema) })),
  /** Starts the practice line on loopback; with `withSample`, also loads the sample policies as practice work. */
  'practice.start': channel(
    ['console'],
    z.object({ drill: z.string(), withSample: z.boolean() }),
    appStateSchema,
  ),
  'practice.setDrill': channel(['console'], z.object({ drill: z.string() }), appStateSchema),
  'practice.stop': channel(['console'], z.object({}), appStateSchema),
  'record.get': channel(
    ['console'],
    z.object({ attemptId: z.string() }),
    z.object({
      record: callbackRecordSchema,
      syncState: z.enum(['waiting', 'sent', 'refused']),
      /** Texts as read out, by question id, from the pack the call was made with. */
      texts: z.record(z.string(), z.string()),
      /** Oldest first. */
      calls: z.array(callLogEntrySchema),
      dispositionName: z.string(),
      issueNames: z.record(z.string(), z.string()),
      /** Names of the tags of the notes. */
      noteTags: z.array(z.string()),
      /** Names of the ways and owners of promises, by code. */
      promiseNames: z.record(z.string(), z.string()),
    }),
  ),
  /** Saves the record as JSON; asks where, unless a folder for exports is set. Null when the person cancels. */
  'record.export': channel(
    ['console'],
    z.object({ attemptId: z.string() }),
    z.object({ path: z.string().nullable() }),
  ),
} as const;

export const appEvents = {
  'app.changed': eventChannel(['console'], appStateSchema),
} as const;
