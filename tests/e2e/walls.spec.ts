import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './desk.ts';
import { askForAccount } from './phone-acts.ts';

test('windows are sandboxed, isolated and without Node; the bridge is all a page has', async ({ launch }) => {
  const desk = await launch();
  const inPage = await desk.page.evaluate(() => ({
    node:
      typeof (globalThis as Record<string, unknown>)['require'] +
      typeof (globalThis as Record<string, unknown>)['process'],
    bridge: Object.keys((globalThis as unknown as { desk: object }).desk).sort(),
  }));
  expect(inPage).toEqual({ node: 'undefinedundefined', bridge: ['call', 'on'] });
  const preferences = await desk.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const { sandbox, contextIsolation, nodeIntegration, webviewTag } = (
        window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webviewTag };
    }),
  );
  expect(preferences.length).toBeGreaterThan(0);
  for (const one of preferences) {
    expect(one).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false });
  }
});

test('the content security policy stops inline script, eval, remote content and foreign connections', async ({
  launch,
}) => {
  const desk = await launch();
  const result = await desk.page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      violations.push(event.effectiveDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'window.hacked = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:9/x.png';
    document.body.append(image);
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.head.append(style);
    const fetched = await fetch('http://127.0.0.1:9/').then(
      () => 'reached',
      () => 'stopped',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    script.remove();
    image.remove();
    style.remove();
    return { violations: [...new Set(violations)].sort(), fetched, hacked: 'hacked' in window };
  });
  expect(result.hacked).toBe(false);
  expect(result.fetched).toBe('stopped');
  expect(result.violations).toEqual(['connect-src', 'img-src', 'script-src-elem', 'style-src-elem']);
});

test('no window navigates away, opens another or gets a permission it has no use for', async ({ launch }) => {
  const desk = await launch();
  const before = desk.page.url();
  const opened = await desk.page.evaluate(() => window.open('https://example.com') === null);
  expect(opened).toBe(true);
  await desk.page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await desk.page.waitForTimeout(300);
  expect(desk.page.url()).toBe(before);
  const denied = await desk.page.evaluate(async () => ({
    microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      (error: DOMException) => error.name,
    ),
    notification: await Notification.requestPermission(),
    geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
  }));
  expect(denied).toEqual({ microphone: 'NotAllowedError', notification: 'denied', geolocation: 'denied' });
});

test('a page cannot call the channels of another window, nor anything that is no channel', async ({
  launch,
}) => {
  const desk = await launch();
  const ask = (name: string, input: unknown): Promise<unknown> =>
    desk.page.evaluate(
      ([channel, value]) =>
        (window as unknown as { desk: { call(name: unknown, input: unknown): Promise<unknown> } }).desk.call(
          channel,
          value,
        ),
      [name, input] as const,
    );
  expect(await ask('phoneWindow.ready', {})).toMatchObject({
    ok: false,
    error: { code: 'forbidden_sender' },
  });
  expect(await ask('__proto__', {})).toMatchObject({
    ok: false,
    error: { code: 'bad_input', field: 'channel' },
  });
  expect(
    await ask('worklist.page', { filter: 'open', search: 'x'.repeat(1000), offset: 0, limit: 10 }),
  ).toMatchObject({
    ok: false,
    error: { code: 'bad_input', field: 'search' },
  });
});

test('no menu owns a key of the call', async ({ launch }) => {
  const desk = await launch();
  expect(await desk.app.evaluate(({ Menu }) => Menu.getApplicationMenu() === null)).toBe(true);
});

test('the preload stays below one kilobyte', async () => {
  const file = join(import.meta.dirname, '../../out/preload/bridge.cjs');
  expect((await readFile(file)).byteLength).toBeLessThan(1024);
});

test('log and settings hold no names, numbers or secrets after a practice day began', async ({ launch }) => {
  const desk = await launch();
  await desk.call('practice.start', { drill: 'T0', withSample: true });
  await askForAccount(desk, {
    server: 'ws://127.0.0.1:9',
    uri: 'sip:1001@127.0.0.1',
    password: 'very-secret-7',
  });
  const { rows } = await desk.call('worklist.page', { filter: 'open', search: '', offset: 0, limit: 5 });
  const first = rows[0];
  if (first === undefined) throw new Error('the sample policies are missing');
  const { profile } = desk;
  await desk.close();
  const logs = await readdir(join(profile, 'logs'));
  expect(logs.length).toBeGreaterThan(0);
  const plain = [
    ...(await Promise.all(logs.map((name) => readFile(join(profile, 'logs', name), 'utf8')))),
    await readFile(join(profile, 'settings.json'), 'utf8'),
  ].join('\n');
  for (const secret of [first.holderName, first.policyNo, 'very-secret-7'])
    expect(plain).not.toContain(secret);
  expect(plain).not.toMatch(/1[3-9]\d{9}/);
});
