import type { Translation } from '../shape.ts';
import type { practiceTexts as zhCn } from '../zh-cn/practice.ts';

export const practiceTexts: Translation<typeof zhCn> = {
  drill: {
    title: 'Practice',
    lead: 'Calls with a simulated customer. Each is reviewed by the rules of real callbacks; practice records never count as real ones.',
    list: 'Choose a situation',
    never: 'not yet tried',
    runs: 'tried {{runs}} times, passed {{passed}}',
    best: 'best: {{kept}} of {{judged}} rules',
    trains: 'What it trains',
    start: 'Start this drill',
    startingLine: 'Preparing the practice line…',
    inCall: 'The situation can be changed after this callback.',
    verdict: { passed: 'passed', failed: 'not passed', not_judged: 'not judged' },
  },
  review: {
    title: 'Practice review · {{drill}}',
    told: 'Practice review: {{verdict}}, {{good}} good, {{improve}} to improve',
    good: 'Good',
    improve: 'To improve',
    person: 'For a person to judge',
    nothingGood: 'Nothing yet.',
    nothingImprove: 'The rules found nothing.',
    notJudged: 'There is nothing to judge in this call, or policy or situation were changed since.',
    paced: '{{place}}: {{pace}} characters a minute',
    ended: 'Disposition: {{disposition}}',
    knowledge: 'Read: {{title}}',
    next: 'Next drill: {{title}}',
    all: 'All drills',
    close: 'Close the review',
    none: 'Nothing to review yet. After a practice call this says what was good and what to improve.',
    paceNote:
      'Pace is taken from when the card appears to the answer. The time the customer speaks is in it, so the real pace is only faster.',
  },
  hint: {
    label: 'Hints for the first practice call',
    away: 'No more hints',
    dialling: 'Calling; wait until the customer picks up.',
    statement: 'Read the large text aloud, then press Enter.',
    question:
      'Read the large text, hear the customer out, then press the digit of his answer. One question at a time.',
    verify:
      'Read the question, type what the customer says, press Enter. Two factors open the policy; if he cannot say it, Ctrl+Enter takes another.',
    abnormal: 'The issue has opened by itself. Explain along the points, then press Enter to ask once more.',
    not_self: 'It is not the holder: say this one sentence and nothing about the policy.',
    ending: 'Choose the disposition by its digit, then Ctrl+Enter; the review of this call comes next.',
  },
};
