import { isDone, type Link, type Place, type Places } from './places.ts';

/**
 * Adds what has to be done with the chosen places: what they wait for and never got, and what was made of their results.
 * A single task that reads all pieces of a map task is done again only if it was not done.
 */
export function addNeighbours(chosen: Set<Place>, places: Places): void {
  // A set that grows while it is read is read to its end.
  for (const place of chosen) {
    for (const link of places.upstreamOf(place)) for (const needed of neededOf(link)) chosen.add(needed);
    for (const { places: dependents, group } of places.downstreamOf(place)) {
      for (const dependent of dependents) if (group === undefined || !isDone(dependent)) chosen.add(dependent);
    }
  }
}

function neededOf({ places, group }: Link): readonly Place[] {
  const undone = places.filter((place) => !isDone(place));
  return group !== undefined && undone.length < places.length ? [] : undone;
}
