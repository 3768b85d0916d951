import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startLab } from '../../support/lab/lab.ts';
import { removeLeftovers, startNetwork, type LabNetwork } from '../../support/lab/netns.ts';

/** Whether Kamailio's port can be reached from inside the network. */
const reaches = async (network: LabNetwork, url: string): Promise<boolean> => {
  const { hostname, port } = new URL(url);
  const script = `const s=require('net').connect({host:'${hostname}',port:${port},timeout:1500});
    s.on('connect',()=>process.exit(0));s.on('error',()=>process.exit(1));s.on('timeout',()=>process.exit(1))`;
  const { program, args } = network.command(process.execPath, ['-e', script]);
  return promisify(execFile)(program, args).then(
    () => true,
    () => false,
  );
};

it('a program in a network of its own reaches the lab, loses it, and has it back under another address', async () => {
  const network = await startNetwork();
  const lab = await startLab({ address: network.outside });
  try {
    expect(await reaches(network, lab.wssUrl)).toBe(true);
    await network.cut();
    expect(await reaches(network, lab.wssUrl)).toBe(false);
    await network.restore();
    expect(await reaches(network, lab.wssUrl)).toBe(true);
    const before = network.inside;
    expect(await network.changeAddress()).not.toBe(before);
    expect(await reaches(network, lab.wssUrl)).toBe(true);
    // Ours is alive, so it is nobody's leftover.
    expect(await removeLeftovers()).not.toContain(network.name);
  } finally {
    await lab.stop();
    await network.close();
  }
});
