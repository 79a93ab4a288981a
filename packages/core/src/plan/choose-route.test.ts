import { describe, expect, it } from 'vitest';
import { anOffer, aRoute } from '../testing/route-offer.ts';
import { aPlanTask } from '../testing/plan-task.ts';
import { chooseRoute } from './choose-route.ts';

const price = (usd: number) => ({ inputUsdPerMillion: usd, outputUsdPerMillion: usd });
const SMALL = { price: price(0.1), maxOutputTokens: 500 };
const OFFERS = [
  { name: 'any', targets: [anOffer({ price: price(5) }), anOffer(SMALL)] },
  aRoute('small', SMALL),
  aRoute('large', { price: price(5) }),
  aRoute('unknown'),
];

describe('the route of a task', () => {
  it('is the one that was planned', () => {
    expect(chooseRoute(aPlanTask('a', { route: 'small' }), OFFERS, 'cheapest')).toBe('small');
  });

  it('spreads over all models unless the app wants it cheap', () => {
    const task = aPlanTask('a', { expectedOutputTokens: 200 });
    expect(chooseRoute(task, OFFERS, 'spread')).toBe('any');
    expect(chooseRoute(task, OFFERS, 'cheapest')).toBe('small');
  });

  it('is the cheapest of those whose answers are long enough; what has no known price comes last', () => {
    expect(chooseRoute(aPlanTask('a', { expectedOutputTokens: 2_000 }), OFFERS.slice(1), 'cheapest')).toBe('large');
    expect(chooseRoute(aPlanTask('a', { expectedOutputTokens: 2_000 }), OFFERS.slice(1), 'spread')).toBe('large');
  });

  it('is `any` when nothing is long enough', () => {
    expect(chooseRoute(aPlanTask('a', { expectedOutputTokens: 1e6 }), OFFERS, 'spread')).toBe('any');
  });
});
