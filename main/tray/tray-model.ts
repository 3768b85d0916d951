import type { CallSnapshot, Registration } from '../../core/call/types.ts';
import type { Locale } from '../../core/ipc/features/app.ts';

/** Each has an icon of its own shape (resources/icons). */
export const trayLooks = ['ready', 'ringing', 'in_call', 'muted', 'not_registered', 'waiting'] as const;
export type TrayLook = (typeof trayLooks)[number];

export type TrayFacts = {
  registration: Registration['state'];
  calls: readonly CallSnapshot[];
  /** Records that wait for head office although it should have them by now. */
  waitingRecords: number;
  missedCalls: number;
  locale: Locale;
  /** Agent states to choose from, in order; none where the seat has no such thing. */
  agentStates: readonly { id: string; label: string; current: boolean }[];
};

export type TrayItem =
  | { kind: 'separator' }
  | { kind: 'item'; id: TrayCommand; label: string; enabled: boolean; checked: boolean | null }
  | { kind: 'state'; id: string; label: string; checked: boolean };
export type TrayCommand = 'show' | 'answer' | 'hangUp' | 'mute' | 'quit';

export type TrayModel = { look: TrayLook; tooltip: string; items: readonly TrayItem[] };

const words = {
  'zh-CN': {
    app: '回访台',
    show: '打开回访台',
    answer: '接听',
    reject: '拒接',
    hangUp: '挂断',
    mute: '静音',
    quit: '退出',
    look: {
      ready: '话机就绪',
      ringing: '有来电',
      in_call: '通话中',
      muted: '通话中，已静音',
      not_registered: '话机未注册',
      waiting: '话机就绪',
    },
    waiting: (count: number) => `${count} 条记录等待上传`,
    missed: (count: number) => `未接来电 ${count}`,
  },
  en: {
    app: 'Callback Desk',
    show: 'Open Callback Desk',
    answer: 'Answer',
    reject: 'Reject',
    hangUp: 'Hang up',
    mute: 'Mute',
    quit: 'Quit',
    look: {
      ready: 'Phone ready',
      ringing: 'Incoming call',
      in_call: 'In a call',
      muted: 'In a call, muted',
      not_registered: 'Phone not registered',
      waiting: 'Phone ready',
    },
    waiting: (count: number) => `${count} ${count === 1 ? 'record waits' : 'records wait'} to be sent`,
    missed: (count: number) => `${count} missed ${count === 1 ? 'call' : 'calls'}`,
  },
} as const;

const lookOf = ({ registration, calls, waitingRecords }: TrayFacts): TrayLook => {
  const talking = calls.filter((call) => call.phase === 'talking');
  if (calls.some((call) => call.phase === 'incoming')) return 'ringing';
  if (talking.some((call) => call.muted)) return 'muted';
  if (calls.some((call) => call.phase !== 'ended')) return 'in_call';
  if (registration !== 'registered') return 'not_registered';
  return waitingRecords > 0 ? 'waiting' : 'ready';
};

/**
 * What the tray shows: one look, a tooltip and a menu. No name and no number: the tray is on screen while the
 * screen is shared or photographed.
 */
export const trayModel = (facts: TrayFacts): TrayModel => {
  const text = words[facts.locale];
  const look = lookOf(facts);
  const up = facts.calls.filter((call) => call.phase !== 'ended');
  const ringing = up.some((call) => call.phase === 'incoming');
  const talking = up.find((call) => call.phase === 'talking' && !call.held.local);
  const onlyRings = ringing && up.every((call) => call.phase === 'incoming');
  const item = (
    id: TrayCommand,
    label: string,
    enabled = true,
    checked: boolean | null = null,
  ): TrayItem => ({ kind: 'item', id, label, enabled, checked });
  return {
    look,
    tooltip: [
      `${text.app} · ${text.look[look]}`,
      ...(facts.missedCalls > 0 ? [text.missed(facts.missedCalls)] : []),
      ...(facts.waitingRecords > 0 ? [text.waiting(facts.waitingRecords)] : []),
    ].join('\n'),
    items: [
      item('show', text.show),
      { kind: 'separator' },
      ...(ringing ? [item('answer', text.answer)] : []),
      item('hangUp', onlyRings ? text.reject : text.hangUp, up.length > 0),
      item('mute', text.mute, talking !== undefined, talking?.muted ?? false),
      ...(facts.agentStates.length > 0 ? [{ kind: 'separator' } as const] : []),
      ...facts.agentStates.map(({ id, label, current }): TrayItem => ({
        kind: 'state',
        id,
        label,
        checked: current,
      })),
      { kind: 'separator' },
      item('quit', text.quit),
    ],
  };
};
