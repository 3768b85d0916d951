import { describe, expect, test } from 'vitest';
import { Running, planOf, policyOf } from './support.ts';

type Outcome = 'pass' | 'fail' | 'forgot';

const atGate = (plan = planOf()): Running => new Running(plan).until('F_dob');
const reply = (run: Running, factorId: string, outcome: Outcome): Running =>
  run.do({ type: 'verify', factorId, outcome });
const current = (run: Running): string | null => {
  const { card } = run.view();
  return card.kind === 'verify' ? card.factorId : null;
};

describe('identity gate', () => {
  test('domain.md section 4 identity.pass: two factors, one of them strong', () => {
    const run = reply(atGate(), 'F_dob', 'pass');
    expect(run.view().identity).toMatchObject({
      status: 'locked',
      passed: 1,
      needed: 2,
      strongPassed: 1,
      strongNeeded: 1,
    });
    reply(run, 'F_id4', 'pass');
    expect(run.view()).toMatchObject({ identity: { status: 'passed' }, card: { questionId: 'Q10' } });
    expect(run.opened).toEqual([]);
  });

  test('domain.md section 4 blocks.VERIFY: V1, V2, V4 in order, then the reserve V5 and V3', () => {
    const run = atGate();
    const asked: (string | null)[] = [current(run)];
    reply(run, 'F_dob', 'pass');
    for (const factor of ['F_id4', 'F_product']) {
      asked.push(current(run));
      reply(run, factor, 'forgot');
    }
    asked.push(current(run));
    expect(asked).toEqual(['F_dob', 'F_id4', 'F_product', 'F_premium']);
    expect(reply(run, 'F_premium', 'pass').view().identity.status).toBe('passed');
  });

  test('domain.md C4: the dialled number is never one of the only two', () => {
    const run = reply(atGate(), 'F_dob', 'pass');
    for (const factor of ['F_id4', 'F_product', 'F_premium']) reply(run, factor, 'forgot');
    // F_mobile is left; it could not help and is not asked.
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'identity_forgotten' });
    expect(run.dispositions()).toEqual(['D10']);
    expect(run.opened).toEqual([]);
  });

  test('two medium factors without a strong one do not pass', () => {
    const run = reply(reply(atGate(), 'F_dob', 'forgot'), 'F_id4', 'forgot');
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'identity_forgotten' });
  });

  test('案例一, domain.md 3.3 D17: two wrong replies end the call; I02 once; only D17; nothing told', () => {
    const run = reply(atGate(), 'F_dob', 'fail');
    expect(run.view().card).toMatchObject({ kind: 'verify', factorId: 'F_dob', triesLeft: 1 });
    expect(run.opened).toEqual([]);
    reply(run, 'F_dob', 'fail');
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'identity_failed' });
    expect(run.dispositions()).toEqual(['D17']);
    expect(run.opened).toEqual([{ code: 'I02', grade: 'I', questionId: null, note: '出生日期' }]);
    expect(JSON.stringify(run.view())).not.toContain('康宁');
    expect(run.attempt({ type: 'resumed' })).toEqual({ ok: false, reason: 'ended' });
    expect(run.attempt({ type: 'correct', questionId: 'Q02' })).toEqual({ ok: false, reason: 'ended' });
  });

  test('wrong replies to different factors add up', () => {
    const run = reply(reply(reply(atGate(), 'F_dob', 'fail'), 'F_dob', 'pass'), 'F_id4', 'fail');
    expect(run.view().identity.status).toBe('failed');
  });

  test('domain.md 3.5 V1: a wrong reply put right at the second try opens nothing', () => {
    const run = reply(reply(atGate(), 'F_dob', 'fail'), 'F_dob', 'pass');
    reply(run, 'F_id4', 'pass');
    expect(run.opened).toEqual([]);
    expect(run.toEnd().dispositions()).toEqual(['D01']);
    expect(run.state.verifications.map((one) => [one.factorId, one.outcome])).toEqual([
      ['F_dob', 'fail'],
      ['F_dob', 'pass'],
      ['F_id4', 'pass'],
    ]);
  });

  test.each([
    ['V1', 'I02/I', 'F_dob fail, F_dob forgot, F_id4 pass, F_product pass'],
    ['V2', 'I02/I', 'F_dob pass, F_id4 fail, F_id4 forgot, F_product pass'],
    ['V4', 'I02/I', 'F_dob pass, F_id4 forgot, F_product fail, F_product forgot, F_premium pass'],
  ])(
    'domain.md 3.5 %s: a mismatch that stays opens %s once identity has passed (%s)',
    (questionId, issue, replies) => {
      const run = atGate();
      for (const one of replies.split(', ')) {
        expect(run.opened).toEqual([]);
        const [factor = '', outcome] = one.split(' ');
        reply(run, factor, outcome as Outcome);
      }
      expect(run.view().identity.status).toBe('passed');
      expect(run.opened.map((one) => [`${one.code}/${one.grade}`, one.questionId])).toEqual([
        [issue, questionId],
      ]);
      expect(run.toEnd().dispositions()).toEqual(['D02']);
    },
  );

  test('domain.md 3.5 V5: a wrong premium that stays opens I09', () => {
    const run = atGate().do({ type: 'flag', flag: 'voice_mismatch', words: '' });
    reply(reply(reply(run, 'F_dob', 'pass'), 'F_id4', 'pass'), 'F_product', 'forgot');
    reply(reply(reply(run, 'F_premium', 'fail'), 'F_premium', 'forgot'), 'F_mobile', 'pass');
    expect(run.opened.map((one) => [one.code, one.questionId])).toEqual([
      ['I02', null],
      ['I09', 'V5'],
    ]);
  });

  test('forgotten with a wrong reply standing: I02, and an appointment', () => {
    const run = reply(reply(atGate(), 'F_dob', 'fail'), 'F_dob', 'forgot');
    reply(run, 'F_id4', 'forgot');
    expect(run.view().card).toEqual({ kind: 'ending', reason: 'identity_forgotten' });
    expect(run.issueCodes).toEqual(['I02/I']);
    expect(run.dispositions()).toEqual(['D10']);
  });

  test('domain.md section 4 doubt_button: one more factor and I02, before or after the gate passed', () => {
    const before = atGate().do({ type: 'flag', flag: 'voice_mismatch', words: '' });
    expect(before.issueCodes).toEqual(['I02/I']);
    reply(reply(before, 'F_dob', 'pass'), 'F_id4', 'pass');
    expect(before.view().identity).toMatchObject({ status: 'locked', passed: 2, needed: 3 });
    reply(before, 'F_product', 'pass');
    expect(before.view().identity.status).toBe('passed');

    const after = new Running().until('Q13').do({ type: 'flag', flag: 'voice_mismatch', words: '声音年轻' });
    expect(after.view()).toMatchObject({ identity: { status: 'locked' }, card: { factorId: 'F_product' } });
    expect(JSON.stringify(after.view())).not.toContain('康宁');
    reply(after, 'F_product', 'pass');
    expect(after.view().card).toMatchObject({ questionId: 'Q13' });
    expect(after.toEnd().dispositions()).toEqual(['D02']);
  });

  test('with a doubt the dialled number may be the third factor', () => {
    const run = atGate().do({ type: 'flag', flag: 'voice_mismatch', words: '' });
    reply(reply(run, 'F_dob', 'pass'), 'F_id4', 'pass');
    reply(reply(run, 'F_product', 'forgot'), 'F_premium', 'forgot');
    expect(current(run)).toBe('F_mobile');
    expect(reply(run, 'F_mobile', 'pass').view().identity.status).toBe('passed');
  });

  test('a doubt and then a failed gate open I02 once', () => {
    const run = atGate().do({ type: 'flag', flag: 'voice_mismatch', words: '' });
    reply(reply(run, 'F_dob', 'fail'), 'F_dob', 'fail');
    expect(run.issueCodes).toEqual(['I02/I']);
  });

  test('domain.md 3.5 Q02 "proxy proven": Q02 turned to 否 after identity replies opens I01 and shuts the gate', () => {
    const run = new Running().until('Q13').do({ type: 'correct', questionId: 'Q02' });
    expect(run.view()).toMatchObject({ identity: { status: 'locked' }, card: { questionId: 'Q02' } });
    expect(JSON.stringify(run.view())).not.toContain('康宁');
    run.answer('Q02', 'no');
    expect(run.opened).toMatchObject([{ code: 'I01', grade: 'U', questionId: 'Q02' }]);
    expect(run.view().identity).toMatchObject({ status: 'locked', passed: 0 });
    expect(run.dispositions()).toEqual(['D10', 'D15', 'D16']);
    run.do({ type: 'correct', questionId: 'Q02' }).answer('Q02', 'yes');
    expect(run.view().card).toMatchObject({ kind: 'verify', factorId: 'F_dob' });
  });

  test('a factor that the policy knows nothing of is not asked; without a strong one there is no gate to pass', () => {
    const noDate = new Running(planOf({ holderBirthDate: null })).until('F_id4');
    expect(noDate.view().identity.factors.map((factor) => factor.id)).toEqual([
      'F_id4',
      'F_product',
      'F_premium',
      'F_mobile',
    ]);
    const nothing = new Running(planOf({ holderBirthDate: null, holderIdLast4: null })).toEnd();
    expect(nothing.view().card).toEqual({ kind: 'ending', reason: 'identity_forgotten' });
    expect(nothing.dispositions()).toEqual(['D10']);
  });

  test('only the factor on screen takes a reply', () => {
    expect(atGate().attempt({ type: 'verify', factorId: 'F_id4', outcome: 'pass' })).toEqual({
      ok: false,
      reason: 'not_current',
    });
    expect(atGate().attempt({ type: 'verify', factorId: 'F_voice', outcome: 'pass' })).toEqual({
      ok: false,
      reason: 'unknown_factor',
    });
    expect(new Running().attempt({ type: 'verify', factorId: 'F_dob', outcome: 'pass' })).toEqual({
      ok: false,
      reason: 'not_current',
    });
  });

  test('design.md I4: even a pack that slipped past the checker finds no fact to show before identity', () => {
    const { pack } = planOf();
    const Q03 = {
      ...pack.questions['Q03'],
      text: '关于{产品}，保费{保费}元，现在方便吗？',
    } as (typeof pack.questions)[string];
    const run = new Running(planOf({}, { ...pack, questions: { ...pack.questions, Q03 } })).until('Q03');
    expect(run.view().card).toMatchObject({
      questionId: 'Q03',
      text: '关于{产品}，保费{保费}元，现在方便吗？',
    });
  });

  test('design.md I4: the verify card shows the question and how to type, never what is expected', () => {
    const { card } = atGate().view();
    expect(card).toEqual({
      kind: 'verify',
      factorId: 'F_dob',
      questionId: 'V1',
      text: '请问您的出生日期是哪一天？',
      textHash: planOf().pack.textHashes['V1'],
      strength: 'strong',
      inputKind: 'date',
      triesLeft: 2,
      minSeconds: 4,
    });
    expect(JSON.stringify(atGate().view())).not.toContain(policyOf().holderIdLast4);
  });
});
