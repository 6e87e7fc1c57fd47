/** The official parser of Adaptive Cards, without a page: what it says of a card. */
import { createRequire } from 'node:module';

/** The part of it that is used; its own types are TypeScript sources that do not compile here. */
interface Parser {
  readonly AdaptiveCard: new () => { parse(json: unknown, context: unknown): void };
  readonly SerializationContext: new () => {
    readonly eventCount: number;
    getEventAt(index: number): { readonly message: string };
  };
}
const parser = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Parser;

/** Each in a sentence of the parser; none if it takes the card. */
export function parserSaysOf(card: unknown): readonly string[] {
  const context = new parser.SerializationContext();
  new parser.AdaptiveCard().parse(card, context);
  const messages = Array.from(
    { length: context.eventCount },
    (_, index) => context.getEventAt(index).message,
  );
  // Its check of `lang` remembers where it stopped (a global regular expression) and refuses every second good one.
  return messages.filter((message) => !/^Invalid value "(ro|en)" for property "lang"/.test(message));
}
