import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentView } from '../../../../core/ipc/features/agent.ts';
import { agentChoices, chosenOf } from '../../../../main/tray/agent-choices.ts';
import { trayLooks, trayModel } from '../../../../main/tray/tray-model.ts';
import type { TrayFacts } from '../../../../main/tray/tray-model.ts';
import { callIn } from '../../../fixtures/call/snapshots.ts';

const facts = (more: Partial<TrayFacts> = {}): TrayFacts => ({
  registration: 'registered',
  calls: [],
  waitingRecords: 0,
  missedCalls: 0,
  locale: 'zh-CN',
  agentStates: [],
  ...more,
});
const menu = (more: Partial<TrayFacts>): string[] =>
  trayModel(facts(more)).items.map((item) =>
    item.kind === 'separator'
      ? '-'
      : `${item.label}${item.kind === 'item' && !item.enabled ? ' (off)' : ''}${('checked' in item && item.checked) === true ? ' *' : ''}`,
  );

describe('the tray', () => {
  it.each([
    ['ready', {}],
    ['not_registered', { registration: 'failed' as const }],
    ['not_registered', { registration: 'off' as const, waitingRecords: 3 }],
    ['waiting', { waitingRecords: 3 }],
    ['ringing', { calls: [callIn('incoming')] }],
    ['ringing', { calls: [callIn('talking'), callIn('incoming')] }],
    ['in_call', { calls: [callIn('talking')] }],
    ['in_call', { calls: [callIn('dialling')], registration: 'failed' as const }],
    ['muted', { calls: [callIn('talking', { muted: true })] }],
    ['ready', { calls: [callIn('ended', { muted: true })] }],
  ])('looks %s', (look, more) => expect(trayModel(facts(more)).look).toBe(look));

  it('offers what makes sense now', () => {
    expect(menu({})).toEqual(['打开回访台', '-', '挂断 (off)', '静音 (off)', '-', '退出']);
    expect(menu({ calls: [callIn('incoming')] })).toEqual([
      '打开回访台',
      '-',
      '接听',
      '拒接',
      '静音 (off)',
      '-',
      '退出',
    ]);
    expect(menu({ calls: [callIn('talking', { muted: true })] })).toEqual([
      '打开回访台',
      '-',
      '挂断',
      '静音 *',
      '-',
      '退出',
    ]);
    expect(
      menu({
        locale: 'en',
        agentStates: [
          { id: 'ready', label: 'Ready', current: true },
          { id: 'break', label: 'Break', current: false },
        ],
      }),
    ).toEqual([
      'Open Callback Desk',
      '-',
      'Hang up (off)',
      'Mute (off)',
      '-',
      'Ready *',
      'Break',
      '-',
      'Quit',
    ]);
  });

  it('tells counts in its tooltip and nothing of a person', () => {
    expect(trayModel(facts({ missedCalls: 2, waitingRecords: 7 })).tooltip).toBe(
      '回访台 · 话机就绪\n未接来电 2\n7 条记录等待上传',
    );
    expect(trayModel(facts({ missedCalls: 1, waitingRecords: 1, locale: 'en' })).tooltip).toBe(
      'Callback Desk · Phone ready\n1 missed call\n1 record waits to be sent',
    );
  });

  it('has a small icon for every look, size and system', () => {
    const icons = resolve(import.meta.dirname, '../../../../resources/icons');
    for (const look of trayLooks) {
      for (const suffix of ['', '@2x', '-Template', '-Template@2x']) {
        const file = join(icons, `tray-${look}${suffix}.png`);
        expect(existsSync(file)).toBe(true);
        expect(statSync(file).size).toBeLessThan(5000);
      }
    }
  });
});

describe('agent states in the tray', () => {
  const view: AgentView = {
    state: 'break',
    reason: 'meal',
    since: 0,
    next: null,
    wrapUp: null,
    remindAt: null,
    rings: false,
    states: [
      { id: 'ready', name: { 'zh-CN': '示闲', en: 'Ready' }, reasons: [] },
      {
        id: 'break',
        name: { 'zh-CN': '小休', en: 'Break' },
        reasons: [
          { id: 'meal', name: { 'zh-CN': '用餐', en: 'Meal' } },
          { id: 'rest', name: { 'zh-CN': '休息', en: 'Rest' } },
        ],
      },
      { id: 'wrap_up', name: { 'zh-CN': '话后整理', en: 'Wrap-up' }, reasons: [] },
    ],
    policy: { version: '1', source: 'shipped', refusedLine: null },
  };

  it('stand there with their reasons, without those that nobody chooses', () => {
    const choices = agentChoices(view, 'zh-CN');
    expect(choices).toEqual([
      { id: 'ready', label: '示闲', current: false },
      { id: 'break/meal', label: '小休 · 用餐', current: true },
      { id: 'break/rest', label: '小休 · 休息', current: false },
    ]);
    expect(choices.map(({ id }) => chosenOf(id))).toEqual([
      { state: 'ready', reason: null },
      { state: 'break', reason: 'meal' },
      { state: 'break', reason: 'rest' },
    ]);
    expect(chosenOf('wrap_up')).toBeNull();
  });
});
