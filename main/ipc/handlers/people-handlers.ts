import type { PeopleService } from '../../people/people-service.ts';
import type { Handlers } from '../run-call.ts';

/** Sign-in, lock, and who may work on this seat. */
export const peopleHandlers = (
  people: PeopleService,
): Pick<Handlers, Extract<keyof Handlers, `people.${string}`>> => ({
  'people.signIn': (input) => people.signIn(input),
  'people.signOut': () => people.signOut(),
  'people.lock': () => people.lock('person'),
  'people.changePin': (input) => people.changePin(input),
  'people.list': () => people.list(),
  'people.add': (input) => people.add(input),
  'people.change': (input) => people.change(input),
  'people.resetPin': (input) => people.resetPin(input),
});
