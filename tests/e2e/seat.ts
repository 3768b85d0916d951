import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AgentLogRow } from '../../core/agent/agent-log.ts';
import type { ShownState } from '../../core/agent/agent-state.ts';
import type { CallView } from '../../core/ipc/features/softphone.ts';
import { openDatabase } from '../../main/store/open.ts';
import { createAgentEvents } from '../../main/store/repositories/agent-events.ts';
import type { Desk } from './desk.ts';
import { expect } from './desk.ts';

const shippedPolicy = resolve(import.meta.dirname, '../../resources/phone/policy.yaml');

/** A new profile with a phone policy of head office: the shipped one with replacements, and a higher version. */
export const profileWithPolicy = async (changes: readonly (readonly [string, string])[]): Promise<string> => {
  const profile = await mkdtemp(join(tmpdir(), 'callback-desk-'));
  const shipped = await readFile(shippedPolicy, 'utf8');
  const text = [['version: 1.0.0', 'version: 1.0.1'] as const, ...changes].reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the shipped policy has no "${from}"`);
    return before.replace(from, to);
  }, shipped);
  await writeFile(join(profile, 'phone-policy.yaml'), text, 'utf8');
  return profile;
};

/** An agent who sits at his desk: without this act no incoming call rings. */
export const becomeReady = async (desk: Desk): Promise<void> => {
  await desk.call('agent.set', { state: 'ready', reason: null });
};

export const waitForSeat = (desk: Desk, state: ShownState, reason: string | null = null): Promise<void> =>
  expect
    .poll(
      async () => {
        const view = await desk.call('agent.state', {});
        return [view.state, view.reason];
      },
      { timeout: 20_000 },
    )
    .toEqual([state, reason]);

/** Sends a command straight to the phone window, past the console. */
export const phoneCommand = (desk: Desk, command: unknown): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }, value) => {
    const phone = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://phone/'),
    );
    phone?.webContents.send('desk:event', 'phone.command', { id: 999_999, command: value });
  }, command);

/** The newest call of a direction as the desk knows it. */
export const lastCall = async (desk: Desk, direction: 'incoming' | 'outgoing'): Promise<CallView | null> => {
  const { calls } = await desk.call('softphone.state', {});
  return calls.filter(({ call }) => call.direction === direction).at(-1) ?? null;
};

/** The seat's history of a profile whose app has ended, oldest first, as `state reason by`. */
export const historyOf = (profile: string): string[] => {
  const db = openDatabase(join(profile, 'callback-desk.db'));
  const rows = createAgentEvents(db).agentEvents({ from: 0, to: Number.MAX_SAFE_INTEGER });
  db.close();
  return rows.map(({ state, reason, by }: AgentLogRow) => [state, reason ?? '-', by].join(' '));
};
