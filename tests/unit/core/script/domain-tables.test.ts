import { describe, expect, test } from 'vitest';
import { optionsOf, questionOf } from '../../../../core/script/questions.ts';
import { dispositionRows, issueRows, questionRows, statementRows } from '../../../fixtures/domain/tables.ts';
import type { CallbackSubject } from '../../../../core/callback/callback-kind.ts';
import { Running, normalValue, pack, planOf, subjects } from './support.ts';

const setNames: Readonly<Record<string, string>> = { 'OPEN*': 'OPEN', typed: 'TYPED', '1–5': 'RATE' };

describe('default pack and the tables of the domain', () => {
  test('domain.md 3.5: holds the 67 questions and no other', () => {
    expect(questionRows).toHaveLength(67);
    expect(Object.keys(pack.questions)).toEqual([...questionRows, ...statementRows].map(([id]) => id));
    for (const [id, text] of statementRows) {
      expect(questionOf(pack, id).set).toBe('ST');
      if (text !== null) expect(questionOf(pack, id).text).toBe(text);
    }
  });

  test.each(questionRows)(
    'domain.md 3.5 %s: text word for word, set and statutory item',
    (id, text, set, _abnormal, item) => {
      const question = questionOf(pack, id);
      expect(question.text).toBe(text);
      expect(question.set).toBe(setNames[set] ?? set);
      expect(question.item ?? '').toBe(item.replace(/[()]/g, ''));
    },
  );

  test('domain.md 3.4: the 27 issue types with name, grade, owner and second callback', () => {
    const rows = pack.issues.map((issue) => [
      issue.code,
      issue.name.zh,
      issue.grade,
      issue.owner,
      issue.recall.replace('_', ' '),
    ]);
    expect(rows).toEqual(issueRows.map((row) => [...row]));
  });

  test('domain.md 3.3: the 30 dispositions with name and whether they count as a try', () => {
    expect(pack.dispositions.map((one) => [one.code, one.name.zh, one.try])).toEqual(
      dispositionRows.map(([code, name, counts]) => [code, name, counts === 'yes']),
    );
  });
});

/** What domain.md 3.5 says an answer opens: "for YN: 否 or 不清楚 → issue; for NY: 是 or 不清楚; OPEN: all but 正确". */
const abnormalValues: Readonly<Record<string, readonly string[]>> = {
  YN: ['no', 'unclear'],
  NY: ['yes', 'unclear'],
  OPEN: ['partial', 'wrong', 'unable'],
  '1–5': ['1', '2'],
};

const ownAnswers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  L02: { hardship: 'I21/I', discontent: 'I17/U', churned: 'I26/U' },
  // Section 4 LAPSE adds 不复效 to what 3.5 says of L05.
  L05: { cancel: 'I18/I', decline: 'I18/I' },
  Q10: { deposit: 'I13/U' },
  Q34: { promise: 'I19/N', complaint: 'I17/U', cancel: 'I18/I' },
};

const kindOf: Readonly<Record<string, CallbackSubject['kind']>> = {
  L: 'lapse',
  P: 'pos',
  R: 'recheck',
  S: 'survey',
};

/** A policy whose script asks the question. */
const planAsking = (id: string) => {
  const kind = kindOf[id.slice(0, 1)];
  if (kind !== undefined) return planOf({ callback: subjects[kind] });
  const bank = id.startsWith('B') ? { channel: '银保', bank: '某银行', dualRecordRequired: true } : {};
  const design = ['普通型', '分红型', '万能型', '投资连结型'] as const;
  for (const kind of design) {
    const plan = planOf({ design: kind, ...bank });
    if (plan.steps.some((step) => step.kind === 'question' && step.questionId === id)) return plan;
  }
  return null;
};

const endings = ['Q02', 'Q03', 'Q04', 'Q90'];
/** Section 4 RECHECK: the issue that is checked is open again, one grade higher (I07/I here). */
const reopened = 'I07/U';
const cases = questionRows.flatMap(([id, , set, abnormal]) => {
  const plan = planAsking(id);
  if (plan === null || endings.includes(id) || set === 'ST') return [];
  const issue = /→(?:reopen, )?(I\d\d\/[UIN])/.exec(abnormal)?.[1] ?? '';
  return optionsOf(pack, questionOf(pack, id)).map(({ value }): readonly [string, string, string[]] => {
    const own = ownAnswers[id]?.[value];
    if (own !== undefined) return [id, value, [own]];
    if (id === 'L05' && value === 'consider') return [id, value, []];
    if (value === 'refused') {
      const step = plan.steps.find(
        (candidate) => candidate.kind === 'question' && candidate.questionId === id,
      );
      return [id, value, step?.kind === 'question' && step.required ? ['I24/N'] : []];
    }
    const isAbnormal = id !== 'Q34' && (abnormalValues[set] ?? []).includes(value);
    if (isAbnormal && id.startsWith('R')) return [id, value, [...(issue === '' ? [] : [issue]), reopened]];
    return [id, value, isAbnormal ? [issue] : []];
  });
});

describe('answers and their issues', () => {
  test('every question that a script asks is in the table', () => {
    expect(new Set(cases.map(([id]) => id)).size).toBe(
      questionRows.filter(([id, , set]) => !/^V/.test(id) && set !== 'ST' && !endings.includes(id)).length,
    );
    expect(cases.every(([, , issues]) => !issues.includes(''))).toBe(true);
  });

  test.each(cases)('domain.md 3.5 %s answered %s opens %j', (id, value, issues) => {
    const plan = planAsking(id);
    if (plan === null) throw new Error(`nobody asks ${id}`);
    const run = new Running(plan).until(id).answer(id, value, '原话');
    expect(run.issueCodes).toEqual(issues);
    expect(run.opened.every((issue) => issue.questionId === id)).toBe(true);
    expect(run.view().card.kind === 'abnormal').toBe(issues.length > 0);
  });

  test('domain.md 3.5: normal answers alone open nothing', () => {
    const run = new Running().toEnd();
    expect(run.opened).toEqual([]);
    expect(normalValue(run.plan, 'Q30')).toBe('no');
  });
});
