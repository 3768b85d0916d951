import { expect } from '@playwright/test';
import { checkVerdict } from '../../../core/call/line-check.ts';
import { startTurn, type Turn } from '../../support/lab/turn.ts';
import {
  dialled,
  heardBothWays,
  labOf,
  onGuardedLab,
  type Conversation,
  type Feature,
} from './conversation.ts';
import { candidatePairInUse } from './phone-page.ts';

const withTurn = async (talk: Conversation, run: (turn: Turn) => Promise<void>): Promise<void> => {
  const turn = await startTurn(labOf(talk).address);
  try {
    await run(turn);
    await talk.save();
  } finally {
    await turn.close();
  }
};

const relayed = (transport: 'udp' | 'tcp'): Feature => ({
  name: `TURN over ${transport.toUpperCase()}: all sound goes through the relay`,
  lines: onGuardedLab,
  run: (talk) =>
    withTurn(talk, async (turn) => {
      const { url, username, credential } = { url: turn.urls[transport], ...turn };
      await talk.save({ iceServers: [{ url, username, credential }], iceTransport: 'relay' });
      const { callId, call } = await dialled(talk);
      await heardBothWays(talk, call);
      // Nothing but the relay is offered, it is what is used, and the server knows of it.
      const { offered, local, relayProtocol } = await candidatePairInUse(talk.app.page);
      expect(new Set(offered)).toEqual(new Set(['relay']));
      expect([local, relayProtocol]).toEqual(['relay', transport]);
      expect((await turn.counts()).allocations).toBeGreaterThan(0);
      await talk.app.act('hangUp', { callId });
      await talk.app.ended(callId);
    }),
});

/** Sound through a real TURN server, as behind a firewall that lets nothing else through. */
export const turnFeatures: readonly Feature[] = [
  relayed('udp'),
  relayed('tcp'),
  {
    name: 'wrong TURN password: the call works without the relay, and the line check says what is wrong',
    lines: onGuardedLab,
    run: (talk) =>
      withTurn(talk, async (turn) => {
        const { username } = turn;
        const iceServers = [{ url: turn.urls.udp, username, credential: 'wrong' }];
        await talk.save({ iceServers });
        const { callId, call } = await dialled(talk);
        await heardBothWays(talk, call);
        expect((await candidatePairInUse(talk.app.page)).local).not.toBe('relay');
        expect(await turn.counts()).toMatchObject({ allocations: 0 });
        await talk.app.act('hangUp', { callId });
        await talk.app.ended(callId);

        // The telephone answers the check's own call, as an echo number does.
        const check = await talk.check({ iceServers, echo: talk.other.number });
        const relay = check.rows.find(({ step }) => step === 'relay');
        expect(relay).toMatchObject({ state: 'failed', finding: 'relay_login_wrong' });
        expect(check.rows.find(({ step }) => step === 'call')?.state).toBe('passed');
        expect(checkVerdict(check)).toBe('usable');
        expect(JSON.stringify(check)).not.toContain('"wrong"');

        const { url, credential } = { url: turn.urls.udp, ...turn };
        const mended = await talk.check({
          iceServers: [{ url, username, credential }],
          echo: talk.other.number,
        });
        expect(mended.rows.find(({ step }) => step === 'relay')?.state).toBe('passed');
      }),
  },
];
