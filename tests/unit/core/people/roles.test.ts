import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { contract, type ChannelName } from '../../../../core/ipc/contract.ts';
import { channelAccess } from '../../../../core/people/channel-access.ts';
import { permissions } from '../../../../core/people/permissions.ts';
import { effective, may, roleBookSchema, roleOf, type RoleBook } from '../../../../core/people/roles.ts';
import { phonePolicySchema } from '../../../../core/phone-policy/policy-schema.ts';
import { pack } from '../script/support.ts';

const text = readFileSync('resources/roles/roles.yaml', 'utf8');
const raw = (): Record<string, unknown> => parse(text, { schema: 'core' }) as Record<string, unknown>;
const book = roleBookSchema.parse(raw());

describe('the shipped roles', () => {
  it('are those of domain.md row 107', () => {
    expect(book.roles.map(({ name }) => name['zh-CN'])).toEqual([
      '回访专员',
      '资深顾问',
      '主管',
      '质检',
      '投诉处理专员',
      '产品部门',
      '相关部门（信息更新）',
      '讲师',
      '学员',
      '管理员',
      '代理人',
      '监管部门',
    ]);
  });

  it('let no seller and no regulator in, and no trainee near a real customer', () => {
    for (const id of ['seller', 'regulator']) {
      expect(roleOf(book, id)).toMatchObject({ signsIn: false, may: [] });
      expect(effective(roleOf(book, id), 'practice')).toEqual([]);
    }
    expect(effective(roleOf(book, 'trainee'), 'live')).toEqual(['practise']);
    expect(effective(roleOf(book, 'trainee'), 'practice')).toEqual([
      'callback',
      'practise',
      'records',
      'issues',
      'cases',
    ]);
    // Scoring, exporting and managing are never part of practice.
    for (const permission of ['export', 'figures', 'quality', 'people', 'settings'] as const)
      expect(effective(roleOf(book, 'agent'), 'practice')).not.toContain(permission);
  });

  it('know every role that the other rules name', () => {
    const phone = phonePolicySchema.parse(parse(readFileSync('resources/phone/policy.yaml', 'utf8')));
    const named = [
      ...phone.freeDialling.roles,
      ...phone.roles.map(({ id }) => id),
      ...pack.issueRules.gradeLoweredBy,
      ...pack.exports.unmaskedFor,
    ];
    for (const id of named) expect(roleOf(book, id)?.signsIn, id).toBe(true);
    const kinds = pack.followUps.map(({ code }) => code);
    for (const code of Object.keys(book.followUps)) expect(kinds).toContain(code);
  });

  it('give nobody else what only a lead decides', () => {
    const deciding = book.roles.filter(({ id }) => may(book, id, 'approve')).map(({ id }) => id);
    expect(deciding).toEqual(['lead']);
    expect(may(book, 'gone', 'callback')).toBe(false);
  });
});

describe('a faulty book is refused with the place', () => {
  const faults: [
    string,
    (value: { roles: RoleBook['roles']; signIn: RoleBook['signIn'] }) => void,
    RegExp,
  ][] = [
    ['a seller who may call', ({ roles }) => (seller(roles).may = ['callback']), /seller sells/],
    ['a role twice', ({ roles }) => roles.push({ ...seller(roles) }), /there twice/],
    [
      'nobody who manages people',
      ({ roles }) => roles.forEach((role) => (role.may = role.may.filter((one) => one !== 'people'))),
      /nobody could be set up/,
    ],
    ['a PIN of four digits', ({ signIn }) => (signIn.pinDigits.min = 4), /too small|>=6/i],
    [
      'a permission that does not exist',
      ({ roles }) => roles[0]?.may.push('fly' as 'callback'),
      /option|enum/i,
    ],
    ['max below min', ({ signIn }) => (signIn.pinDigits = { min: 10, max: 8 }), /below min/],
  ];
  const seller = (roles: RoleBook['roles']) => {
    const found = roles.find(({ id }) => id === 'seller');
    if (found === undefined) throw new Error('no seller in the book');
    return found;
  };
  it.each(faults)('%s', (_name, spoil, message) => {
    const value = raw() as unknown as RoleBook;
    spoil(value);
    const parsed = roleBookSchema.safeParse(value);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues.map((issue) => issue.message).join('; ')).toMatch(message);
  });
});

describe('what each channel needs', () => {
  it('is said for every channel of the contract, and for no other', () => {
    expect(Object.keys(channelAccess).sort()).toEqual(Object.keys(contract).sort());
  });

  it('lets nobody before sign-in do more than see the program and sign in', () => {
    const open = (Object.keys(channelAccess) as ChannelName[]).filter(
      (name) => channelAccess[name] === 'anyone' && contract[name].from.some((role) => role === 'console'),
    );
    expect(open).toEqual(['people.signIn', 'app.state', 'app.setLocale', 'app.setTheme']);
  });

  it('has a use for every permission but the one asked inside a channel', () => {
    const used = new Set(
      Object.values(channelAccess).flatMap((one) => (typeof one === 'string' ? [] : [...one])),
    );
    expect(permissions.filter((one) => !used.has(one))).toEqual(['approve']);
  });
});
