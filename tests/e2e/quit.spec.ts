import { expect, test } from './desk.ts';

test('the app that is closed while its practice line is starting ends, and leaves no window behind', async ({
  launch,
}) => {
  test.setTimeout(240_000);
  const first = await launch();
  await first.call('practice.start', { drill: 'T0', withSample: true });
  await first.close();
  // Each start resumes the practice line; closing comes at another moment of it each time.
  for (const pause of [0, 30, 60, 120, 250, 500]) {
    const desk = await launch({ profile: first.profile });
    await new Promise((resume) => setTimeout(resume, pause));
    const ended = new Promise<number | null>((done) => desk.app.process().once('exit', done));
    await desk.close();
    expect(await ended).toBe(0);
  }
});
