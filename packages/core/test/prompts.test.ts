// What is said to models: in one place, in the language of the goal, and the app's own where it wants.
import { describe, expect, it, vi } from 'vitest';
import type { Templates } from '../src/index.ts';
import type { ScriptedCall } from '../src/testing/index.ts';
import { answering, toPlan, aWritten } from './support/hostile.ts';
import { orchestrate, textOf } from './support/orchestrate.ts';

const FIELDS = [{ name: 'n', type: 'string', description: '' }];
const MERGE = {
  strategy: 'fields',
  fields: [{ name: 'tale', from: 'tell', by: 'reduce', instruction: 'Join.' }],
};
const TRIED = { extras: { certainty: { by: 'best', copies: 2, mix: false } } };

/** A run in which everything is said that is ever said. */
async function sayAll(prompts?: Templates) {
  let told = 0;
  const answer = answering(
    {
      plan: () =>
        toPlan(
          [aWritten('read', { kind: 'map', fields: FIELDS }), aWritten('tell', { dependsOn: ['read'], ...TRIED })],
          MERGE,
        ),
    },
    ({ request }: ScriptedCall) => {
      if (request.output?.name === 'audit') return '{"reason": "Fine.", "isRight": true}';
      if (request.output?.name === 'choice') return '{"reason": "Fine.", "choice": 1}';
      return request.output === undefined ? `A tale, ${(told += 1)}.` : '{"n": "x"}';
    },
  );
  const { orchestrator, provider } = orchestrate({ planner: 'model', answer, ...(prompts && { prompts }) });
  const goal = 'Zähle die Wale und erzähle davon.';
  const result = await orchestrator.start({ goal, input: ['eins'], criteria: 'draft', judge: { audit: 1 } }).result;
  await orchestrator.close();
  return { result, calls: provider.calls };
}

const NAMES = ['clarify', 'draft', 'plan', 'work', 'merge', 'judge', 'audit', 'choose'] as const;

describe('the prompts', () => {
  it('ask for the language of the goal, and quote the goal, whoever is asked', async () => {
    const { result, calls } = await sayAll();
    expect(result.status).toBe('done');
    for (const call of calls) {
      expect(call.request.system).toContain('Write in the language of the goal.');
      expect(textOf(call)).toContain('<goal>\nZähle die Wale');
    }
  });

  it('are the app’s own where it wants, given the facts and the standard', async () => {
    const said: string[] = [];
    const mark = (name: string) => (_: unknown, standard: { system: string; user: string }) => {
      said.push(name);
      return { ...standard, system: `${standard.system}\n[${name}]` };
    };
    const { result, calls } = await sayAll(Object.fromEntries(NAMES.map((name) => [name, mark(name)])));
    expect(result.status).toBe('done');
    expect(new Set(said)).toEqual(new Set(NAMES));
    for (const { request } of calls) expect(request.system).toMatch(/\n\[\w+\]$/);
  });

  it('are the standard ones where the app’s own fail', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { result } = await sayAll({
      work: () => {
        throw new Error('a bug of the app');
      },
      judge: () => undefined as never,
    });
    expect(result.status).toBe('done');
    expect(warn.mock.calls.map(([message]) => String(message)).join('\n')).toMatch(/"work"[^]*a bug of the app/);
    warn.mockRestore();
  });

  it('are named as they are', () => {
    const prompts = { speak: () => ({ system: '', user: '' }) } as Templates;
    expect(() => orchestrate({ prompts })).toThrow(expect.objectContaining({ path: 'prompts.speak' }));
  });
});
