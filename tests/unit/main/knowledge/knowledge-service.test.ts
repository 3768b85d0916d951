import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionView } from '../../../../core/ipc/features/call.ts';
import { createKnowledgeService } from '../../../../main/knowledge/knowledge-service.ts';
import { readKnowledge } from '../../../../main/knowledge/read-knowledge.ts';
import { openPackFile } from '../../../../main/session/pack-library.ts';
import type { SessionService } from '../../../../main/session/session-service.ts';

const resources = resolve(import.meta.dirname, '../../../../resources');
const { pack } = await openPackFile(join(resources, 'packs', 'hf-default-zh.yaml'));
const knowledge = await readKnowledge({ resources, pack });
const speaker = () => ({ company: '示例人寿', servicePhone: '95500', agentName: '王', agentNumber: '1' });

type At = { questionId: string; status: 'locked' | 'passed' | 'failed'; issues?: readonly string[] };
type Said = Parameters<SessionService['event']>[0];

/** A running session, of which the service reads only the card, the identity state and the issues. */
const serviceAt = (at: At | null, shown = knowledge) => {
  const said: Said[] = [];
  const view =
    at === null
      ? null
      : ({
          script: {
            card: { kind: 'question', questionId: at.questionId },
            identity: { status: at.status },
            issues: (at.issues ?? []).map((code) => ({ code, questionId: at.questionId })),
          },
        } as SessionView);
  const service = createKnowledgeService({
    knowledge: () => shown,
    speaker,
    session: {
      view: () => view,
      event: (event) => {
        said.push(event);
        return Promise.resolve(view as SessionView);
      },
    },
  });
  return { service, said };
};

const telling = knowledge.entries.filter((entry) => entry.tellsProduct);

describe('the identity wall', () => {
  it.each(['locked', 'failed'] as const)('holds back what tells a product while identity is %s', (status) => {
    const { service } = serviceAt({ questionId: 'Q19', status, issues: ['I08'] });
    const { found, withheld } = service.search('');
    expect(withheld).toBe(telling.length);
    expect(found).toHaveLength(knowledge.entries.length - telling.length);
    for (const { id } of telling) {
      expect(service.entry(id)).toEqual({ entry: null });
      expect(found.map((hit) => hit.id)).not.toContain(id);
    }
    for (const question of Object.keys(pack.questions)) {
      const { entries } = serviceAt({
        questionId: question,
        status,
        issues: ['I08', 'I12'],
      }).service.suggest();
      for (const entry of entries) expect(telling.map(({ id }) => id)).not.toContain(entry.id);
    }
  });

  it('is open without a call and after identity', () => {
    for (const at of [null, { questionId: 'Q19', status: 'passed' } as const]) {
      const { service } = serviceAt(at);
      expect(service.search('').withheld).toBe(0);
      expect(service.entry('K05').entry?.title).toBe('分红不确定性');
    }
  });
});

describe('search and suggestion', () => {
  it('marks what was found and refuses an entry that does not exist', () => {
    const { service } = serviceAt(null);
    const [first] = service.search('退保').found;
    const marks = (first?.passage.marks ?? []).map(([from, to]) => first?.passage.text.slice(from, to));
    expect(first?.id).toBe('K02');
    expect(marks).toContain('退保');
    expect(() => service.entry('K99')).toThrow('not_found');
  });

  it('suggests at the question of the session, the opened issue first, and nothing without one', () => {
    expect(serviceAt(null).service.suggest()).toEqual({ questionId: null, entries: [] });
    const at = serviceAt({ questionId: 'Q19', status: 'passed' }).service.suggest();
    expect(at.questionId).toBe('Q19');
    expect(at.entries.map(({ id }) => id)).toContain('K04');
    const after = serviceAt({ questionId: 'Q19', status: 'passed', issues: ['I12'] }).service.suggest();
    expect(after.entries[0]?.id).toBe('K05');
  });
});

describe('the playbook', () => {
  it('shows the experience of others only when somebody approved it', () => {
    expect(
      serviceAt(null)
        .service.objections()
        .objections.map(({ others }) => others),
    ).toEqual(knowledge.playbook.objections.map(() => null));
    const objections = knowledge.playbook.objections.map((objection) =>
      objection.id === 'O5' ? { ...objection, approvedBy: '合规部' } : objection,
    );
    const cards = serviceAt(null, {
      ...knowledge,
      playbook: { ...knowledge.playbook, objections },
    }).service.objections().objections;
    expect(cards.filter(({ others }) => others !== null).map(({ id }) => id)).toEqual(['O5']);
  });

  it('fills in the number to call back, which is no fact of the policy', () => {
    const card = serviceAt(null)
      .service.objections()
      .objections.find(({ id }) => id === 'O3');
    expect(card?.solve).toContain('95500');
  });

  it('writes id and cause, with the issue the data names', async () => {
    const { service, said } = serviceAt({ questionId: 'Q19', status: 'passed' });
    await service.choose('O1');
    await service.choose('O4');
    expect(said).toEqual([
      { type: 'objection', objectionId: 'O1', cause: '价格敏感', trigger: '保费太贵', issue: 'I21' },
      { type: 'objection', objectionId: 'O4', cause: '时间', trigger: '没空不要再打', issue: null },
    ]);
    await expect(service.choose('O99')).rejects.toThrow('not_found');
  });
});

describe('a broken shipped file', () => {
  const made: string[] = [];
  afterEach(async () => {
    for (const folder of made.splice(0)) await rm(folder, { recursive: true });
  });

  it.each([
    ['topics.yaml', 'title: 等待期', 'title: ""', 'Entry K03: title'],
    ['topics.yaml', 'Q19', 'Q99', 'Entry K04: no question Q99.'],
    ['objections.yaml', 'open: I21', 'open: I99', 'Objection O1: no issue I99.'],
  ])('%s stops the start and says where', async (name, right, wrong, problem) => {
    const folder = await mkdtemp(join(tmpdir(), 'callback-desk-knowledge-'));
    made.push(folder);
    await cp(join(resources, 'knowledge'), join(folder, 'knowledge'), { recursive: true });
    const file = join(folder, 'knowledge', name);
    await writeFile(file, (await readFile(file, 'utf8')).replace(right, wrong));
    await expect(readKnowledge({ resources: folder, pack })).rejects.toThrow(problem);
  });
});
