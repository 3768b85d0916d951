import { describe, expect, it } from 'vitest';
import { redactDetails, redactText } from '../../../../main/log/redact.ts';

describe('logs hold no personal data (design.md section 5)', () => {
  it('takes identity, account and phone numbers and Chinese text out of any value', () => {
    const line = redactText(
      '持证人 11010519491231002X 卡号 6222 0200 0000 0000 123 电话 19900001234 code 486',
    );
    expect(line).not.toMatch(/11010519491231002|6222|19900001234|[\u4e00-\u9fff]/);
    expect(line).toContain('486');
  });

  it('drops the values of telling field names whatever they hold', () => {
    expect(
      redactDetails({
        password: 'x',
        reply: '1',
        holderName: 'Wang',
        policyNo: 'P1',
        phase: 'talking',
        sipStatus: 486,
      }),
    ).toEqual({
      password: '[redacted]',
      reply: '[redacted]',
      holderName: '[redacted]',
      policyNo: '[redacted]',
      phase: 'talking',
      sipStatus: 486,
    });
  });
});
