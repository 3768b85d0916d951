import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { LifeFault, LifeRules, TaskEvent, TaskFile } from '../../core/callback/task-life.ts';
import { nextLife } from '../../core/callback/task-life.ts';
import type { Task } from '../../core/callback/task.ts';
import { loadPack } from '../../core/script/load-pack.ts';
import { makeTask } from '../fixtures/store/policies.ts';

const loaded = loadPack(readFileSync('resources/packs/hf-default-zh.yaml', 'utf8'), {
  sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
});
if (!loaded.ok) throw new Error(`the default pack is broken: ${loaded.problems[0]?.message ?? ''}`);

/** The rules that are shipped. */
export const shippedRules: LifeRules = loaded.pack;

export const newFile = (change: Partial<Task> = {}): TaskFile => ({
  task: makeTask(change),
  attempts: [],
  followUps: [],
});

export const mustLife = (file: TaskFile, event: TaskEvent, rules: LifeRules = shippedRules): TaskFile => {
  const result = nextLife(file, event, rules);
  if (!result.ok) throw new Error(`${event.type}: ${result.fault}`);
  return result.file;
};

export const faultOf = (file: TaskFile, event: TaskEvent): LifeFault | null => {
  const result = nextLife(file, event, shippedRules);
  return result.ok ? null : result.fault;
};

export const ended = (
  disposition: string,
  dialledAt: number,
  appointmentAt: number | null = null,
): TaskEvent => ({
  type: 'attempt_closed',
  dialledAt,
  disposition,
  appointmentAt,
  agentId: 'a1',
  at: dialledAt + 60_000,
});

export const handled = (
  file: TaskFile,
  kind: string,
  outcome: string,
  at: number,
  more: { note?: string; receipt?: string; appointmentAt?: number } = {},
): TaskEvent => ({
  type: 'follow_up_closed',
  id: file.followUps.findLast((one) => one.kind === kind)?.id ?? '',
  outcome,
  note: more.note ?? '说明',
  receipt: more.receipt ?? 'R-1',
  appointmentAt: more.appointmentAt ?? null,
  agentId: 'a1',
  at,
});

export const openKinds = (file: TaskFile): string[] =>
  file.followUps.filter(({ state }) => state === 'open').map(({ kind }) => kind);
