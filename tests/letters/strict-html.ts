/** Reads HTML as strictly as XML, and a little more: what it takes, every mail program reads the same way. */

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (Element | string)[];
}

type Open = Element & { readonly children: (Element | string)[] };

const DOCTYPE = '<!DOCTYPE html>';
const VOID = new Set(['meta', 'br']);
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const BLOCKS = ['p', 'h1', 'h2', 'ul', 'ol', 'table', 'div'];
/** Which elements may hold which; any other pair is refused. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  html: ['head', 'body'],
  head: ['meta', 'title'],
  title: [],
  body: ['table'],
  table: ['tr'],
  tr: ['td', 'th'],
  td: [...BLOCKS, 'span'],
  th: [],
  div: BLOCKS,
  ul: ['li'],
  ol: ['li'],
  li: ['b', 'span'],
  p: ['br', 'span'],
  h1: ['span'],
  h2: ['span'],
  b: [],
  span: ['span'],
};

/** The element `html` of a page. Throws at the first thing that is not well-formed or not expected there. */
export function parseStrictly(source: string): Element {
  const root: Open = { name: '', attributes: new Map(), children: [] };
  const open: Open[] = [root];
  if (!source.startsWith(DOCTYPE)) {
    throw new Error('no doctype');
  }
  for (const [token] of source.slice(DOCTYPE.length).matchAll(/<[^>]*>|[^<]+|</g)) {
    const parent = open.at(-1) ?? root;
    if (token.startsWith('</')) {
      if (token !== `</${parent.name}>`) {
        throw new Error(`${token} closes ${parent.name}`);
      }
      open.pop();
    } else if (token.startsWith('<')) {
      const element = startTag(token);
      if (parent !== root && !INSIDE[parent.name]?.includes(element.name)) {
        throw new Error(`${element.name} in ${parent.name}`);
      }
      parent.children.push(element);
      if (!VOID.has(element.name)) {
        open.push(element);
      }
    } else {
      addText(parent, token);
    }
  }
  const [html, ...others] = root.children.filter((child) => typeof child !== 'string');
  if (open.length !== 1 || html?.name !== 'html' || others.length > 0) {
    throw new Error('not one closed html element');
  }
  return html;
}

function startTag(token: string): Open {
  const match = /^<([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>$/.exec(token);
  const name = match?.[1] ?? '';
  if (!(name in INSIDE) && !VOID.has(name)) {
    throw new Error(`not an expected tag: ${token}`);
  }
  const attributes = [...(match?.[2] ?? '').matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(
    ([, key, value]) => [key ?? '', decoded(value ?? '')] as const,
  );
  if (new Set(attributes.map(([key]) => key)).size !== attributes.length) {
    throw new Error(`an attribute twice: ${token}`);
  }
  return { name, attributes: new Map(attributes), children: [] };
}

const TEXTLESS = new Set(['', 'html', 'head', 'body', 'table', 'tr', 'ul', 'ol']);

function addText(parent: Open, token: string): void {
  if (!TEXTLESS.has(parent.name)) {
    parent.children.push(decoded(token));
  } else if (token.trim() !== '') {
    throw new Error(`text in ${parent.name}`);
  }
}

function decoded(text: string): string {
  if (/\p{Cs}|[^\P{Cc}\n]/u.test(text)) {
    throw new Error('a control character or half a character');
  }
  return text.replace(/&[^;\s&]*;?/g, (entity) => {
    const sign = ENTITIES[entity];
    if (sign === undefined) {
      throw new Error(`not an entity: ${entity}`);
    }
    return sign;
  });
}

/** An element and all in it. */
export function allElements(element: Element): readonly Element[] {
  return [
    element,
    ...element.children.flatMap((child) => (typeof child === 'string' ? [] : allElements(child))),
  ];
}

/** The texts of the page, as they stand in its elements. */
export function allTexts(element: Element): readonly string[] {
  return element.children.flatMap((child) => (typeof child === 'string' ? [child] : allTexts(child)));
}
