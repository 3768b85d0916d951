import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { lineFindingCodes } from '../../../../core/call/line-check.ts';
import { noRegistration } from '../../../../core/call/types.ts';
import { lineText } from '../../../../renderer/console/shell/line-text.ts';
import { startI18n } from '../../../../renderer/locales/i18n.ts';

beforeAll(() => startI18n('zh-CN'));

const failed = {
  ...noRegistration,
  state: 'failed',
  reason: 'unreachable',
  server: 'wss://pbx.example:8443/ws',
  nextTryAt: 10_000,
} as const;

test('a known cause takes the place of the reason: what is wrong and what to do', () => {
  const cause = { finding: 'port_refused', values: { port: 8443 } } as const;
  expect(lineText(i18next.getFixedT('zh-CN'), { ...failed, cause }, 5_500)).toBe(
    '话机不可用（pbx.example:8443）：服务器拒绝了端口 8443。核对地址里的端口（常见 443、7443、8089）；仍不行请话机管理员检查服务。 · 5 秒后重试',
  );
});

test.each(['zh-CN', 'en'] as const)('every cause has its sentence in %s', (locale) => {
  for (const finding of lineFindingCodes) {
    const text = lineText(i18next.getFixedT(locale), { ...failed, cause: { finding, values: {} } }, 0);
    expect(text).not.toContain('lineFinding.');
    expect(text).not.toMatch(/。。|\.\. |。\. /);
  }
});
