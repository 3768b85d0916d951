import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../../main/security/csp.ts';
import { fileForRequest } from '../../../../main/security/file-for-request.ts';

const folders = { pages: '/app/out/renderer', voices: '/app/resources/practice/voices' };

describe('files that a window may ask for', () => {
  it('serves its own page, the bundle, and voices to the simulated customer only', () => {
    expect(fileForRequest('app://console/index.html', folders)?.file).toBe(
      '/app/out/renderer/console/index.html',
    );
    expect(fileForRequest('app://phone/', folders)?.file).toBe('/app/out/renderer/phone/index.html');
    expect(fileForRequest('app://console/assets/main-1.js', folders)?.file).toBe(
      '/app/out/renderer/assets/main-1.js',
    );
    expect(fileForRequest('app://customer/voices/yes.webm', folders)?.file).toBe(
      '/app/resources/practice/voices/yes.webm',
    );
    expect(fileForRequest('app://console/voices/yes.webm', folders)).toBeNull();
  });

  it.each([
    'app://console/assets/../../../../etc/passwd',
    'app://console/assets/%2e%2e/%2e%2e/main/index.js',
    'app://console/assets/..%5c..%5cmain',
    'app://customer/voices/%2e%2e/drills.yaml',
    'app://customer/voices/%00',
    'app://other/index.html',
    'app://console/package.json',
  ])('finds nothing for %s', (url) => {
    const found = fileForRequest(url, folders);
    expect(found === null || found.file.startsWith('/app/out/renderer/assets/')).toBe(true);
    expect(found?.file ?? '').not.toMatch(/passwd|\.\.|main\/index|drills|package/);
  });
});

describe('content security policy', () => {
  it('forbids inline, eval and remote content everywhere', () => {
    for (const role of ['console', 'phone', 'customer'] as const) {
      const policy = contentSecurityPolicy(role, ['wss://pbx.example']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http:|https:|data:/);
    }
  });

  it('lets only the windows with media reach the configured SIP servers', () => {
    expect(contentSecurityPolicy('phone', ['wss://pbx.example'])).toContain(
      "connect-src 'self' wss://pbx.example",
    );
    expect(contentSecurityPolicy('console', ['wss://pbx.example'])).toContain("connect-src 'self';");
  });
});
